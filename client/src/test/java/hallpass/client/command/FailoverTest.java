package hallpass.client.command;

import static hallpass.client.command.FakeServers.ALICE;
import static hallpass.client.command.FakeServers.MEMO;
import static hallpass.client.command.FakeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.client.ClientSetting;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Randomness;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.net.Addresses;
import hallpass.testkit.ClosedPort;
import hallpass.testkit.ScriptedClock;
import hallpass.trace.Party;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Sent;
import hallpass.trace.TraceEvent.Turned;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client of servers of which the first one does not serve. */
@Order(1)
class FailoverTest {
    private final ScriptedClock clock = new ScriptedClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<TraceEvent> story = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Test
    void asksTheNextOneWhereNothingListens() throws Exception {
        String nobody = addressOfNobody();
        FakeServers servers = behind(Party.AS, nobody);

        client(servers).login(ALICE, PASSWORD::toCharArray);

        assertThat(turns())
                .containsExactly(new Turned(Party.AS, "nothing listens on " + nobody, address(servers, Party.AS)));
    }

    @Test
    void asksTheNextOneWhenOneTakesTheConnectionAndDoesNotAnswer() throws Exception {
        UselessServer silent = keep(UselessServer.silent());
        FakeServers servers = behind(Party.AS, silent.address());

        client(servers).login(ALICE, PASSWORD::toCharArray);

        assertThat(turns())
                .containsExactly(new Turned(
                        Party.AS, silent.address() + " did not answer within 700 ms", address(servers, Party.AS)));
    }

    @Test
    void asksTheNextOneWhenTheConnectionBreaks() throws Exception {
        UselessServer breaking = keep(UselessServer.breaking());
        FakeServers servers = behind(Party.TGS, breaking.address());

        promptly(() -> {
            KerberosClient client = client(servers);
            return client.token(
                    client.login(ALICE, PASSWORD::toCharArray),
                    servers.realm().config().serviceName());
        });

        assertThat(turns()).singleElement().satisfies(turned -> {
            assertThat(turned.server()).isEqualTo(Party.TGS);
            assertThat(turned.next()).isEqualTo(address(servers, Party.TGS));
        });
    }

    @Test
    void asksTheNextOneWhenOneIsBusy() throws Exception {
        UselessServer busy = keep(UselessServer.refusing(ErrorCode.HP_ERR_BUSY));
        FakeServers servers = behind(Party.AS, busy.address());

        promptly(() -> client(servers).login(ALICE, PASSWORD::toCharArray));

        assertThat(turns())
                .containsExactly(new Turned(
                        Party.AS, busy.address() + " cannot serve now (1001 HP_ERR_BUSY)", address(servers, Party.AS)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"KDC_ERR_C_PRINCIPAL_UNKNOWN", "KRB_ERR_GENERIC", "KRB_AP_ERR_SKEW"})
    void takesAnyOtherAnswerForAnAnswer(ErrorCode code) throws Exception {
        UselessServer refusing = keep(UselessServer.refusing(code));
        FakeServers servers = behind(Party.AS, refusing.address());

        Failure failure = promptly(() -> failureOf(() -> client(servers).login(ALICE, PASSWORD::toCharArray)));

        assertThat(failure.code()).contains(code);
        assertThat(turns()).isEmpty();
    }

    @Test
    void sendsNothingTwice() throws Exception {
        UselessServer silent = keep(UselessServer.silent());
        FakeServers servers = behind(Party.AS, silent.address());

        client(servers).login(ALICE, PASSWORD::toCharArray);

        assertThat(story)
                .filteredOn(Sent.class::isInstance)
                .extracting(event -> ((AsReq) ((Sent) event).message()).nonce())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void remembersWhoAnswered() throws Exception {
        UselessServer busy = keep(UselessServer.refusing(ErrorCode.HP_ERR_BUSY));
        FakeServers servers = behind(Party.AS, busy.address());
        KerberosClient client = client(servers);
        client.login(ALICE, PASSWORD::toCharArray);

        client.login(ALICE, PASSWORD::toCharArray);

        assertThat(busy.timesAsked()).isEqualTo(1);
    }

    @Test
    void saysSoWhenNobodyCanBeAsked() throws Exception {
        String nobody = addressOfNobody();
        FakeServers servers = behind(Party.AS, nobody);
        servers.stop(Party.AS);

        Failure failure = failureOf(() -> client(servers).login(ALICE, PASSWORD::toCharArray));

        assertThat(failure.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure.sentence())
                .startsWith("as cannot be asked at any of its 2 addresses: nothing listens on "
                        + address(servers, Party.AS));
    }

    @Test
    void goesThroughTheDoorOfAnotherService() throws Exception {
        UselessServer silent = keep(UselessServer.silent());
        FakeServers servers = behind(Party.SERVICE, silent.address());
        KerberosClient client = client(servers);
        HeldTicket ticket = client.login(ALICE, PASSWORD::toCharArray);
        HeldToken token = client.token(ticket, servers.realm().config().serviceName());

        assertThat(client.request(token, "memo")).isEqualTo(MEMO);
        assertThat(turns()).hasSize(1);
    }

    @Test
    void updatesAKeyAtTheNextServerWhenTheFirstCannotBeReached() throws Exception {
        FakeServers servers = behind(Party.AS, addressOfNobody());

        assertThat(client(servers).updateKey(ALICE, PASSWORD::toCharArray, "new"::toCharArray))
                .isEqualTo(2);
        assertThat(servers.aliceKeyVersion()).isEqualTo(2);
    }

    @Test
    void updatesAKeyAtTheNextServerWhenTheFirstDidNothing() throws Exception {
        FakeServers servers = twice();
        servers.refuseNextKeyUpdate(ErrorCode.HP_ERR_BUSY);

        assertThat(client(servers).updateKey(ALICE, PASSWORD::toCharArray, "new"::toCharArray))
                .isEqualTo(2);
        assertThat(turns())
                .filteredOn(turned -> !isForLateness(turned))
                .singleElement()
                .satisfies(turned -> assertThat(turned.why()).endsWith(" cannot serve now (1001 HP_ERR_BUSY)"));
    }

    @Test
    void asksNobodyElseToUpdateAKeyThatMayBeUpdatedAlready() throws Exception {
        FakeServers servers = twice();
        servers.breakAfterKeyUpdate();

        Failure failure = failureOf(() -> client(servers).updateKey(ALICE, PASSWORD::toCharArray, "new"::toCharArray));

        assertThat(servers.aliceKeyVersion()).as("once, not twice").isEqualTo(2);
        assertThat(turns()).allMatch(FailoverTest::isForLateness);
        assertThat(failure.exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure.sentence())
                .contains("whether the key was changed is not known: try the new password", "then the old");
    }

    @Test
    void showsEachReplicaInTheStatus() throws Exception {
        UselessServer silent = keep(UselessServer.silent());
        FakeServers servers = behind(Party.AS, silent.address());

        CommandRun.Outcome outcome = CommandRun.in(folder, clock)
                .run("status", "--realm", servers.realm().root().toString());

        assertThat(outcome.out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly("as", "as-2", "tgs", "service", "ca", "app");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(outcome.out().lines().findFirst().orElseThrow())
                .contains(silent.address())
                .endsWith("unreachable");
        assertThat(outcome.err()).contains(silent.address() + " did not answer within 1500 ms");
        assertThat(outcome.exit()).isEqualTo(ExitCode.UNAVAILABLE.number());
    }

    /** Asks again, as somebody who has asked nobody yet, where a machine that stands still made a server late. */
    private <T> T promptly(Callable<T> asking) throws Exception {
        while (true) {
            story.clear();
            T answer = asking.call();
            if (turns().stream().noneMatch(FailoverTest::isForLateness)) {
                return answer;
            }
        }
    }

    /** Before the key is updated, a good server may be late, too. */
    private static boolean isForLateness(Turned turned) {
        return turned.why().contains(" within ");
    }

    private static Failure failureOf(ThrowingCallable flow) {
        return catchThrowableOfType(Failure.class, flow);
    }

    /** Servers of which one has another one before it. */
    private FakeServers behind(Party server, String first) throws Exception {
        return keep(FakeServers.start(folder.resolve("realm"), clock, Map.of(server, first)));
    }

    /** The same authentication server at two addresses. */
    private FakeServers twice() throws Exception {
        return keep(FakeServers.startTwice(folder.resolve("realm"), clock, Party.AS));
    }

    private <T extends AutoCloseable> T keep(T one) {
        opened.add(one);
        return one;
    }

    private KerberosClient client(FakeServers servers) {
        return new KerberosClient(new ClientSetting(servers.realm().config(), clock, Randomness.secure(), story::add));
    }

    private List<Turned> turns() {
        return story.stream()
                .filter(Turned.class::isInstance)
                .map(Turned.class::cast)
                .toList();
    }

    private static String address(FakeServers servers, Party party) {
        return Addresses.text(servers.address(party));
    }

    private String addressOfNobody() {
        return Addresses.text(keep(ClosedPort.any()).address());
    }
}
