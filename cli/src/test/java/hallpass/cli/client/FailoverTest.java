package hallpass.cli.client;

import static hallpass.cli.client.StubServers.ALICE;
import static hallpass.cli.client.StubServers.MEMO;
import static hallpass.cli.client.StubServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.console.ExitCode;
import hallpass.crypto.Randomness;
import hallpass.fixtures.ClosedPort;
import hallpass.fixtures.ManualClock;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.net.Addresses;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.FailedOver;
import hallpass.trace.TraceEvent.MessageSent;
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

/** The first of several replicas does not serve. */
@Order(1)
class FailoverTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<TraceEvent> trace = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Test
    void failsOverWhenConnectionIsRefused() throws Exception {
        String nobody = closedAddress();
        StubServers servers = startBehind(Party.AS, nobody);

        client(servers).login(ALICE, PASSWORD::toCharArray);

        assertThat(failovers())
                .containsExactly(new FailedOver(Party.AS, "nothing listens on " + nobody, address(servers, Party.AS)));
    }

    @Test
    void failsOverOnTimeout() throws Exception {
        FaultyServer silent = closeLater(FaultyServer.silent());
        StubServers servers = startBehind(Party.AS, silent.address());

        client(servers).login(ALICE, PASSWORD::toCharArray);

        assertThat(failovers())
                .containsExactly(new FailedOver(
                        Party.AS, silent.address() + " did not answer within 700 ms", address(servers, Party.AS)));
    }

    @Test
    void failsOverWhenConnectionBreaks() throws Exception {
        FaultyServer breaking = closeLater(FaultyServer.breaking());
        StubServers servers = startBehind(Party.TGS, breaking.address());

        withoutTimeouts(() -> {
            KerberosClient client = client(servers);
            return client.requestToken(
                    client.login(ALICE, PASSWORD::toCharArray),
                    servers.realm().config().serviceName());
        });

        assertThat(failovers()).singleElement().satisfies(failedOver -> {
            assertThat(failedOver.server()).isEqualTo(Party.TGS);
            assertThat(failedOver.next()).isEqualTo(address(servers, Party.TGS));
        });
    }

    @Test
    void failsOverWhenServerIsBusy() throws Exception {
        FaultyServer busy = closeLater(FaultyServer.refusing(ErrorCode.HP_ERR_BUSY));
        StubServers servers = startBehind(Party.AS, busy.address());

        withoutTimeouts(() -> client(servers).login(ALICE, PASSWORD::toCharArray));

        assertThat(failovers())
                .containsExactly(new FailedOver(
                        Party.AS, busy.address() + " cannot serve now (1001 HP_ERR_BUSY)", address(servers, Party.AS)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"KDC_ERR_C_PRINCIPAL_UNKNOWN", "KRB_ERR_GENERIC", "KRB_AP_ERR_SKEW"})
    void doesNotFailOverOnOtherErrors(ErrorCode code) throws Exception {
        FaultyServer refusing = closeLater(FaultyServer.refusing(code));
        StubServers servers = startBehind(Party.AS, refusing.address());

        ClientException failure =
                withoutTimeouts(() -> exceptionOf(() -> client(servers).login(ALICE, PASSWORD::toCharArray)));

        assertThat(failure.code()).contains(code);
        assertThat(failovers()).isEmpty();
    }

    @Test
    void sendsNoMessageTwice() throws Exception {
        FaultyServer silent = closeLater(FaultyServer.silent());
        StubServers servers = startBehind(Party.AS, silent.address());

        client(servers).login(ALICE, PASSWORD::toCharArray);

        assertThat(trace)
                .filteredOn(MessageSent.class::isInstance)
                .extracting(event -> ((AsReq) ((MessageSent) event).message()).nonce())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void prefersReplicaThatAnsweredLast() throws Exception {
        FaultyServer busy = closeLater(FaultyServer.refusing(ErrorCode.HP_ERR_BUSY));
        StubServers servers = startBehind(Party.AS, busy.address());
        KerberosClient client = client(servers);
        client.login(ALICE, PASSWORD::toCharArray);

        client.login(ALICE, PASSWORD::toCharArray);

        assertThat(busy.requestCount()).isEqualTo(1);
    }

    @Test
    void reportsThatAllReplicasAreUnreachable() throws Exception {
        String nobody = closedAddress();
        StubServers servers = startBehind(Party.AS, nobody);
        servers.stop(Party.AS);

        ClientException failure = exceptionOf(() -> client(servers).login(ALICE, PASSWORD::toCharArray));

        assertThat(ErrorTable.explain(failure).exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ErrorTable.explain(failure).message())
                .startsWith(
                        "as is unreachable at all its 2 addresses: nothing listens on " + address(servers, Party.AS));
    }

    @Test
    void authenticatesToNextServiceReplica() throws Exception {
        FaultyServer silent = closeLater(FaultyServer.silent());
        StubServers servers = startBehind(Party.SERVICE, silent.address());
        KerberosClient client = client(servers);
        CachedTicket ticket = client.login(ALICE, PASSWORD::toCharArray);
        CachedToken token = client.requestToken(ticket, servers.realm().config().serviceName());

        assertThat(client.request(token, "memo")).isEqualTo(MEMO);
        assertThat(failovers()).hasSize(1);
    }

    @Test
    void updatesKeyAtNextReplicaWhenFirstIsUnreachable() throws Exception {
        StubServers servers = startBehind(Party.AS, closedAddress());

        assertThat(client(servers).updateKey(ALICE, PASSWORD::toCharArray, "new"::toCharArray))
                .isEqualTo(2);
        assertThat(servers.aliceKeyVersion()).isEqualTo(2);
    }

    @Test
    void updatesKeyAtNextReplicaWhenFirstDidNothing() throws Exception {
        StubServers servers = startTwice();
        servers.refuseNextKeyUpdate(ErrorCode.HP_ERR_BUSY);

        assertThat(client(servers).updateKey(ALICE, PASSWORD::toCharArray, "new"::toCharArray))
                .isEqualTo(2);
        assertThat(failovers())
                .filteredOn(failedOver -> !isTimeout(failedOver))
                .singleElement()
                .satisfies(
                        failedOver -> assertThat(failedOver.reason()).endsWith(" cannot serve now (1001 HP_ERR_BUSY)"));
    }

    @Test
    void doesNotRepeatKeyUpdateWithUnknownOutcome() throws Exception {
        StubServers servers = startTwice();
        servers.breakAfterKeyUpdate();

        ClientException failure =
                exceptionOf(() -> client(servers).updateKey(ALICE, PASSWORD::toCharArray, "new"::toCharArray));

        assertThat(servers.aliceKeyVersion()).as("updated once").isEqualTo(2);
        assertThat(failovers()).allMatch(FailoverTest::isTimeout);
        assertThat(ErrorTable.explain(failure).exit()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ErrorTable.explain(failure).message())
                .contains("it is unknown whether the key was changed: try the new password", "then the old");
    }

    @Test
    void statusShowsEachReplica() throws Exception {
        FaultyServer silent = closeLater(FaultyServer.silent());
        StubServers servers = startBehind(Party.AS, silent.address());

        TestShell.ShellResult outcome = TestShell.in(folder, clock)
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

    /** Repeats the operation with a new client while a slow machine makes a server time out. */
    private <T> T withoutTimeouts(Callable<T> asking) throws Exception {
        while (true) {
            trace.clear();
            T answer = asking.call();
            if (failovers().stream().noneMatch(FailoverTest::isTimeout)) {
                return answer;
            }
        }
    }

    /** A valid server may time out on a slow machine. */
    private static boolean isTimeout(FailedOver failedOver) {
        return failedOver.reason().contains(" within ");
    }

    private static ClientException exceptionOf(ThrowingCallable flow) {
        return catchThrowableOfType(ClientException.class, flow);
    }

    /** Starts servers, one of which has another address before its own. */
    private StubServers startBehind(Party server, String first) throws Exception {
        return closeLater(StubServers.start(folder.resolve("realm"), clock, Map.of(server, first)));
    }

    /** Starts servers with an AS that listens at two addresses. */
    private StubServers startTwice() throws Exception {
        return closeLater(StubServers.startTwice(folder.resolve("realm"), clock, Party.AS));
    }

    private <T extends AutoCloseable> T closeLater(T one) {
        opened.add(one);
        return one;
    }

    private KerberosClient client(StubServers servers) {
        return new KerberosClient(new ClientSettings(servers.realm().config(), clock, Randomness.secure(), trace::add));
    }

    private List<FailedOver> failovers() {
        return trace.stream()
                .filter(FailedOver.class::isInstance)
                .map(FailedOver.class::cast)
                .toList();
    }

    private static String address(StubServers servers, Party party) {
        return Addresses.text(servers.address(party));
    }

    private String closedAddress() {
        return Addresses.text(closeLater(ClosedPort.onAnyPort()).address());
    }
}
