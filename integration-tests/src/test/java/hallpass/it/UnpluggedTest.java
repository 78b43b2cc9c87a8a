package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.client.ExitCode;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.trace.Party;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G13, with the cable pulled: no refusal comes back, and no reset. Each server is on a machine of its own, which is a
 * network namespace; all of them meet in a bridge that only they can reach. In a build it is the AS alone.
 */
class UnpluggedTest {
    @TempDir
    private Path temporary;

    private final Map<Party, LaunchedJar> running = new EnumMap<>(Party.class);
    private Machines machines = Machines.NONE;

    @Test
    void unpluggedServerIsNamedAndIsGoodAgainOnceItIsPluggedIn() throws Exception {
        List<Party> away = Rounds.longForm() ? Party.SERVERS : List.of(Party.AS);
        assumeTrue(Machines.canBeMade(), "network namespaces need root and iproute2");
        machines = Machines.make(away);
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), machines.addresses());
        for (Party party : away) {
            LaunchedJar server = machines.on(party, launcher())
                    .server(
                            RealmOfJars.JARS.get(party),
                            "--realm",
                            folder.path().toString(),
                            "--quiet");
            running.put(party, server);
        }
        for (LaunchedJar server : running.values()) {
            server.awaitReady();
        }
        for (Party party : away) {
            Duration usual = assertServes(party);
            machines.unplug(party);
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            do {
                assertNamed(party, usual);
            } while (Rounds.longForm() && System.nanoTime() < end);
            machines.plugIn(party);
            assertServes(party);
        }
    }

    private Launcher launcher() {
        return Launcher.here(RealmOfJars.environment(temporary));
    }

    private Duration assertServes(Party party) throws Exception {
        prepare(party);
        long asked = System.nanoTime();
        Ended ended = ask(party);
        assertThat(ended.errorText()).isEmpty();
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    private void assertNamed(Party party, Duration usual) throws Exception {
        prepare(party);
        long asked = System.nanoTime();
        Ended ended = ask(party);
        Duration took = Duration.ofNanos(System.nanoTime() - asked).minus(usual);
        assertThat(ended.errorText()).contains(party.id() + " cannot be asked");
        assertThat(ended.exit()).isEqualTo(ExitCode.UNAVAILABLE.number());
        // The rest of a command's time is what the same command takes when all is well.
        assertThat(took).isLessThan(Patience.NAMED_WITHIN);
    }

    /** A token that is held already would not lead to the TGS. */
    private void prepare(Party party) throws Exception {
        if (party == Party.TGS) {
            assertThat(login().errorText()).isEmpty();
        }
    }

    private Ended ask(Party party) throws Exception {
        return switch (party) {
            case AS -> login();
            case TGS, SERVICE -> command("request", "memo");
            case APP -> command("pki", "register");
            case CA -> command("status");
            default -> throw new IllegalArgumentException(party + " is no server");
        };
    }

    private Ended login() throws IOException, InterruptedException {
        try (LaunchedJar command = machines.client(launcher()).command("login", "alice", "--password-stdin")) {
            return command.type(LabFolder.ALICE_PASSWORD).awaitEnd();
        }
    }

    private Ended command(String... arguments) throws IOException, InterruptedException {
        try (LaunchedJar command = machines.client(launcher()).command(arguments)) {
            return command.type().awaitEnd();
        }
    }

    @AfterEach
    void end() {
        running.values().forEach(LaunchedJar::close);
        machines.close();
    }
}
