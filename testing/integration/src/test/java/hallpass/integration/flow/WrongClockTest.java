package hallpass.integration.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.integration.harness.FailureAssertions;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.TestClient;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** G18: a wrong clock on any machine causes an error that names both times. */
class WrongClockTest {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final List<ErrorCode> EXPECTED_CODES =
            List.of(ErrorCode.KRB_AP_ERR_SKEW, ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, ErrorCode.HP_ERR_CERTIFICATE_NYV);

    @TempDir
    private static Path temporary;

    private static InProcessRealm realm;
    private static LoggedInClient client;

    /** A client with a ticket and a token from before the clocks changed. */
    private record LoggedInClient(
            TestClient client, CachedTicket ticket, CachedToken token, Callable<String> appServerError) {
        static LoggedInClient login(TestClient client, Callable<String> application) throws ClientException {
            CachedTicket ticket = client.login();
            return new LoggedInClient(client, ticket, client.token(ticket), application);
        }

        /** The error of the first request to the server with the wrong clock. */
        String errorFrom(Party wrong) throws Exception {
            return switch (wrong) {
                case AS, CLIENT -> errorOf(client::login);
                case TGS -> errorOf(() -> client.token(ticket));
                case SERVICE -> errorOf(() -> client.kerberos().request(token, "memo"));
                case APP -> errorOf(client::register);
                case CA -> appServerError.call();
                case REALM -> throw new IllegalArgumentException("the realm has no clock");
            };
        }
    }

    @BeforeAll
    static void startRealm() throws Exception {
        realm = new InProcessRealm(RealmFixture.create(temporary.resolve("realm"))).startAll();
        client = LoggedInClient.login(realm.client(), WrongClockTest::appServerError);
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @AfterEach
    void resetClocks() {
        realm.resetClocks();
    }

    /** Ten minutes each way, the overflow of 32-bit clocks, and 1970. */
    static Stream<Duration> offsets() {
        Instant now = InstantSource.system().instant();
        return Stream.of(
                Duration.ofMinutes(10),
                Duration.ofMinutes(-10),
                Duration.between(now, Instant.parse("2038-01-19T03:14:08Z")).truncatedTo(ChronoUnit.SECONDS),
                Duration.between(now, Instant.parse("1970-01-02T00:00:00Z")).truncatedTo(ChronoUnit.SECONDS));
    }

    /** One offset for the CA: a refused application server retries after three seconds. */
    static Stream<Arguments> clocks() {
        return Stream.of(Party.CLIENT, Party.AS, Party.TGS, Party.SERVICE, Party.CA, Party.APP)
                .flatMap(party -> offsets()
                        .limit(party == Party.CA ? 1 : Long.MAX_VALUE)
                        .map(offset -> Arguments.of(party, offset)));
    }

    @ParameterizedTest
    @MethodSource("clocks")
    void namesBothTimes(Party wrong, Duration offset) throws Exception {
        realm.clock(wrong).setOffset(offset);

        assertNamesBothTimes(client.errorFrom(wrong), offset);
    }

    /** With processes and {@code --clock-offset}. */
    @Test
    void processesNameBothTimes() throws Exception {
        assumeTrue(ReliabilityRun.isLong(), "only in scripts/reliability.sh g18");
        try (MultiProcessRealm jars = MultiProcessRealm.create(Files.createDirectory(temporary.resolve("jars")))) {
            jars.startAll();
            LoggedInClient loggedIn = LoggedInClient.login(jars.client(), () -> appServerError(jars));
            for (Party wrong : Party.SERVERS) {
                for (Duration offset : offsets().toList()) {
                    jars.stop(wrong);
                    JarProcess server = jars.start(wrong, "--clock-offset", offset.toSeconds() + "s");
                    if (wrong == Party.APP && offset.isNegative()) {
                        assertDoesNotStart(server.awaitExit(), offset);
                    } else {
                        String output = server.awaitLine(
                                line -> line.contains(" ready on ") || line.contains("which refuses with 37"));
                        // By its clock the application server may need a new certificate first.
                        boolean isReady = output.contains(" ready on ");
                        assertNamesBothTimes(isReady ? loggedIn.errorFrom(wrong) : output, offset);
                    }
                }
                jars.stop(wrong);
                jars.start(wrong).awaitReady();
                // It enrols again if the clock of the CA was wrong.
                jars.server(Party.APP).awaitReady();
            }
            jars.client().assertBothFlowsWork();
        }
    }

    private static String appServerError(MultiProcessRealm jars) throws Exception {
        jars.stop(Party.APP);
        jars.folder().deleteServerCertificate();
        return jars.start(Party.APP).awaitLine(line -> line.contains("which refuses with 37"));
    }

    /** By the clock of the server its certificate is not valid yet. */
    private static void assertDoesNotStart(ProcessResult ended, Duration offset) {
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errorOutput()).contains("is not valid yet", "Set the clock right");
        Instant wrong = InstantSource.system().instant().plus(offset);
        assertThat(times(ended.errorOutput()))
                .hasSizeGreaterThanOrEqualTo(2)
                .anySatisfy(time -> assertThat(time).isCloseTo(wrong, within(2, ChronoUnit.MINUTES)));
    }

    private static String errorOf(ThrowingCallable flow) {
        ClientException failure = FailureAssertions.failureOf(flow);
        assertThat(failure.code().orElseThrow()).isIn(EXPECTED_CODES);
        return ErrorTable.explain(failure).message();
    }

    private static String appServerError() throws Exception {
        realm.stop(Party.APP);
        realm.folder().deleteServerCertificate();
        realm.start(Party.APP);
        await().until(() -> !realm.waitMessages(Party.APP).isEmpty());
        String waits = realm.waitMessages(Party.APP).get(0);
        realm.resetClocks();
        realm.awaitReady(Party.APP);
        assertThat(waits).contains("37 KRB_AP_ERR_SKEW");
        return waits;
    }

    private static void assertNamesBothTimes(String sentence, Duration offset) {
        List<Instant> times = times(sentence);
        assertThat(times).as(sentence).hasSizeGreaterThanOrEqualTo(2);
        Instant now = InstantSource.system().instant();
        assertThat(times)
                .as(sentence)
                .anySatisfy(time -> assertThat(time).isCloseTo(now, within(2, ChronoUnit.MINUTES)))
                .anySatisfy(time -> assertThat(time).isCloseTo(now.plus(offset), within(2, ChronoUnit.MINUTES)));
    }

    private static List<Instant> times(String sentence) {
        return TIME.matcher(sentence)
                .results()
                .map(MatchResult::group)
                .map(Instant::parse)
                .toList();
    }
}
