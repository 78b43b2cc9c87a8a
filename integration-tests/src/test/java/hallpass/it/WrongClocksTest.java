package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.client.Failure;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.it.LaunchedJar.Ended;
import hallpass.message.ErrorCode;
import hallpass.trace.Party;
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

/** G18: a wrong clock, on whichever machine, gives an error that names both times. */
class WrongClocksTest {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final List<ErrorCode> NAMED =
            List.of(ErrorCode.KRB_AP_ERR_SKEW, ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, ErrorCode.HP_ERR_CERTIFICATE_NYV);

    @TempDir
    private static Path temporary;

    private static RealmInProcess realm;
    private static Met met;

    /** One who got a ticket and a token while all clocks were right, and how to see what an application server complains of. */
    private record Met(LabClient client, HeldTicket ticket, HeldToken token, Callable<String> application) {
        static Met with(LabClient client, Callable<String> application) throws Failure {
            HeldTicket ticket = client.login();
            return new Met(client, ticket, client.token(ticket), application);
        }

        /** What the user is told who meets this clock first. */
        String complaint(Party wrong) throws Exception {
            return switch (wrong) {
                case AS, CLIENT -> failure(client::login);
                case TGS -> failure(() -> client.token(ticket));
                case SERVICE -> failure(() -> client.kerberos().request(token, "memo"));
                case APP -> failure(client::register);
                case CA -> application.call();
                case REALM -> throw new IllegalArgumentException("the realm has no clock");
            };
        }
    }

    @BeforeAll
    static void startRealm() throws Exception {
        realm = new RealmInProcess(LabFolder.in(temporary.resolve("realm"))).startAll();
        met = Met.with(realm.client(), WrongClocksTest::complaintOfTheApplicationServer);
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @AfterEach
    void setRight() {
        realm.setAllClocksRight();
    }

    /** The last second of 32-bit clocks, the year in which times begin, and ten minutes. */
    static Stream<Duration> offsets() {
        Instant now = InstantSource.system().instant();
        return Stream.of(
                Duration.ofMinutes(10),
                Duration.ofMinutes(-10),
                Duration.between(now, Instant.parse("2038-01-19T03:14:08Z")).truncatedTo(ChronoUnit.SECONDS),
                Duration.between(now, Instant.parse("1970-01-02T00:00:00Z")).truncatedTo(ChronoUnit.SECONDS));
    }

    /** An application server that was refused waits three seconds: once is enough for a build. */
    static Stream<Arguments> clocks() {
        return Stream.of(Party.CLIENT, Party.AS, Party.TGS, Party.SERVICE, Party.CA, Party.APP)
                .flatMap(party -> offsets()
                        .limit(party == Party.CA ? 1 : Long.MAX_VALUE)
                        .map(offset -> Arguments.of(party, offset)));
    }

    @ParameterizedTest
    @MethodSource("clocks")
    void namesBothTimes(Party wrong, Duration offset) throws Exception {
        realm.clock(wrong).setAhead(offset);

        assertNamesBothTimes(met.complaint(wrong), offset);
    }

    /** The same with processes and their command line. */
    @Test
    void processesNameBothTimes() throws Exception {
        assumeTrue(Rounds.longForm(), "part of scripts/reliability.sh g18 alone");
        try (RealmOfJars jars = RealmOfJars.in(Files.createDirectory(temporary.resolve("jars")))) {
            jars.startAll();
            Met here = Met.with(jars.client(), () -> complaintOfTheApplicationServer(jars));
            for (Party wrong : Party.SERVERS) {
                for (Duration offset : offsets().toList()) {
                    jars.stop(wrong);
                    LaunchedJar server = jars.start(wrong, "--clock-offset", offset.toSeconds() + "s");
                    if (wrong == Party.APP && offset.isNegative()) {
                        assertDoesNotStart(server.awaitEnd(), offset);
                    } else {
                        String said = server.awaitLine(
                                line -> line.contains(" ready on ") || line.contains("which refuses with 37"));
                        // By its own clock an application server may have no good certificate, and wait for one.
                        assertNamesBothTimes(said.contains(" ready on ") ? here.complaint(wrong) : said, offset);
                    }
                }
                jars.stop(wrong);
                jars.start(wrong).awaitReady();
                // It had to register again if it was the authority's clock that was wrong.
                jars.server(Party.APP).awaitReady();
            }
            jars.client().assertBothFlowsWork();
        }
    }

    private static String complaintOfTheApplicationServer(RealmOfJars jars) throws Exception {
        jars.stop(Party.APP);
        jars.folder().forgetCertificate();
        return jars.start(Party.APP).awaitLine(line -> line.contains("which refuses with 37"));
    }

    /** With a certificate that will only be issued. */
    private static void assertDoesNotStart(Ended ended, Duration offset) {
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.errorText()).contains("is not valid yet", "Set the clock right");
        Instant wrong = InstantSource.system().instant().plus(offset);
        assertThat(times(ended.errorText()))
                .hasSizeGreaterThanOrEqualTo(2)
                .anySatisfy(time -> assertThat(time).isCloseTo(wrong, within(2, ChronoUnit.MINUTES)));
    }

    private static String failure(ThrowingCallable flow) {
        Failure failure = Failures.failure(flow);
        assertThat(failure.code().orElseThrow()).isIn(NAMED);
        return failure.sentence();
    }

    private static String complaintOfTheApplicationServer() throws Exception {
        realm.stop(Party.APP);
        realm.folder().forgetCertificate();
        realm.start(Party.APP);
        await().until(() -> !realm.waits(Party.APP).isEmpty());
        String waits = realm.waits(Party.APP).get(0);
        realm.setAllClocksRight();
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
