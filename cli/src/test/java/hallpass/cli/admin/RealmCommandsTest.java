package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.RealmException;
import hallpass.config.Setting;
import hallpass.console.ExitCode;
import hallpass.message.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RealmCommandsTest extends AdminCommandTester {
    @Test
    void createsRealmAndPrintsItsKeys() throws RealmException {
        AdminCommandResult outcome =
                run("", "realm", "init", "--base-port", "20000", "--set", "kerberos.ticket-lifetime=5m");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("generated the TGS key: K_tgs (krbtgt/HALLPASS.TEST v1)      step  3")
                .contains("derived from a passphrase: K_s (desk/localhost v1)")
                .contains("Created realm HALLPASS.TEST in");
        assertThat(realm().config().address(Party.AS).getPort()).isEqualTo(20001);
        assertThat(realm().config().get(Setting.TICKET_LIFETIME)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void refusesNonEmptyFolder() throws Exception {
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("precious"), "mine");

        assertRefused(run("", "realm", "init"), ExitCode.LOCAL_FILES, "is not empty");
        assertThat(folder().resolve("precious")).hasContent("mine");
    }

    @Test
    void refusesUnknownSetting() {
        assertRefused(run("", "realm", "init", "--set", "kerbros.x=1"), ExitCode.LOCAL_FILES, "kerbros.x");
        assertThat(folder()).doesNotExist();
    }

    @Test
    void suggestsInitWhereThereIsNoRealm() {
        assertRefused(run("", "user", "list"), ExitCode.LOCAL_FILES, "Create one with: hallpass realm init");
    }

    @Test
    void switchesRoutesToAdversaryAndBack() throws RealmException {
        init();
        AdminCommandResult routed = run("", "realm", "routes", "adversary");
        assertThat(routed.err()).isEmpty();
        assertThat(routed.out().lines())
                .hasSize(5)
                .first()
                .isEqualTo("as        127.0.0.1:9801, instead of 127.0.0.1:8801");
        assertThat(realm().config().route(Party.APP).getPort()).isEqualTo(9805);

        assertThat(run("", "realm", "routes").out()).isEqualTo(routed.out());
        assertThat(run("", "realm", "routes", "adversary", "--base-port", "20000")
                        .exit())
                .isZero();
        assertThat(realm().config().route(Party.APP).getPort()).isEqualTo(20005);
        assertThat(run("", "realm", "routes", "direct").out()).startsWith("as        127.0.0.1:8801");
        assertThat(realm().config().isRouted(Party.APP)).isFalse();
        assertRefused(run("", "realm", "routes", "back"), ExitCode.USAGE, "back");
    }

    @Test
    void auditsEveryCommandAndDetectsTampering() throws Exception {
        init();
        addAlice();
        assertThat(run("", "service", "rekey", DESK).exit()).isZero();
        assertThat(run("", "realm", "rekey-tgs").exit()).isZero();
        assertThat(run("", "user", "remove", "alice").exit()).isZero();
        assertRefused(run("", "user", "remove", "nobody"), ExitCode.REFUSED, "no user nobody");

        AdminCommandResult shown = run("", "audit", "show", "--party", "admin");
        assertThat(shown.out().lines().map(line -> line.replaceAll(" +", " ")))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("---- 2026-01-01 (UTC)"),
                        line -> assertThat(line).startsWith("12:00:00 admin realm-made HALLPASS.TEST by "),
                        line -> assertThat(line).startsWith("12:00:00 admin user-added alice v1 by "),
                        line -> assertThat(line).startsWith("12:00:00 admin service-rekeyed " + DESK + " v2 by "),
                        line -> assertThat(line).startsWith("12:00:00 admin tgs-rekeyed krbtgt/HALLPASS.TEST v2 by "),
                        line -> assertThat(line).startsWith("12:00:00 admin user-removed alice by "));
        assertThat(run("", "audit", "show", "--client", "alice", "--since", "1m")
                        .out())
                .contains("user-added", "user-removed")
                .doesNotContain("rekeyed");
        assertThat(run("", "audit", "show", "--event", "nonsense").exit()).isEqualTo(ExitCode.USAGE.number());
        AdminCommandResult intact = run("", "audit", "verify");
        assertThat(intact.exit()).isZero();
        assertThat(intact.out()).contains("The audit log is intact: 10 lines");

        Path log = folder().resolve("audit").resolve("admin.jsonl");
        Files.writeString(log, Files.readString(log).replace("\"alice\"", "\"alicf\""));
        AdminCommandResult tampered = run("", "audit", "verify", "--party", "admin");
        assertThat(tampered.exit()).isEqualTo(ExitCode.TAMPERED.number());
        assertThat(tampered.err())
                .contains("audit/admin.jsonl, line 4 does not continue the previous line")
                .contains("is not intact");
    }
}
