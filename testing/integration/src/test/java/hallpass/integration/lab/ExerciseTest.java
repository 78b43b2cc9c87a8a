package hallpass.integration.lab;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Adversary;
import hallpass.attack.AesBlocks;
import hallpass.attack.exercise.Exercise;
import hallpass.attack.exercise.ExerciseProgress;
import hallpass.attack.exercise.ExerciseRealm;
import hallpass.attack.exercise.Goal;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.KeyUpdateExchangeClient;
import hallpass.config.RealmConfig;
import hallpass.crypto.Randomness;
import hallpass.crypto.Sealed;
import hallpass.integration.harness.EnrolmentRequests;
import hallpass.integration.harness.FreePorts;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.KeyUpdateRep;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.TgsReq;
import hallpass.net.MessageConnection;
import hallpass.protocol.ExchangeContext;
import hallpass.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reaches every goal of an exercise; the audit logs of the servers show the progress. */
class ExerciseTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path temporary;

    private final Exercise exercise = new Exercise("ada", 2027, now());
    private final Adversary adversary = new Adversary(InstantSource.system());
    private ExerciseRealm lab;
    private InProcessRealm realm;

    @BeforeEach
    void begin() throws Exception {
        Path path = temporary.resolve("lab-ada");
        ExerciseRealm.create(exercise, path, FreePorts.nextBase(), Randomness.secure());
        RealmFixture folder = new RealmFixture(path);
        realm = new InProcessRealm(folder).startAll();
        realm.routeThrough(adversary);
        lab = ExerciseRealm.open(folder.open());
        lab.playVictim(realm.clientSettings());
    }

    @AfterEach
    void end() {
        adversary.close();
        realm.close();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(InstantSource.system().millis());
    }

    private void assertReached(Goal... goals) throws Exception {
        ExerciseProgress progress = lab.progress();
        assertThat(progress.faults()).isEmpty();
        assertThat(Goal.values()).filteredOn(progress::isReached).containsExactly(goals);
    }

    @Test
    void everyGoalCanBeReached() throws Exception {
        assertThat(lab.exercise()).isEqualTo(exercise);
        // The victim's requests do not count as progress.
        assertReached();

        KerberosClient student = new KerberosClient(realm.clientSettings());
        CachedTicket ofTheClerk = student.login(exercise.weakUser(), exercise.weakPassword()::toCharArray);
        assertThat(requestMemo(student, ofTheClerk)).isEqualTo(exercise.memo());
        assertReached(Goal.GUESS);

        CachedTicket forged = spliceTicket(student);
        assertThat(requestMemo(student, forged)).isEqualTo(exercise.memo());
        assertReached(Goal.SPLICE, Goal.GUESS);

        updateKey(student.requestToken(forged, RealmConfig.KEY_UPDATE_SERVICE));
        assertReached(Goal.SPLICE, Goal.GUESS, Goal.TAKE_OVER);

        try (EnrolmentRequests.PreparedEnrolment request =
                new EnrolmentRequests(realm.folder(), exercise.targetServer()).prepare()) {
            assertThat(request.send().name()).isEqualTo(exercise.targetServer());
        }
        assertReached(Goal.values());
    }

    private String requestMemo(KerberosClient client, CachedTicket ticket) throws Exception {
        return client.request(client.requestToken(ticket, realm.config().serviceName()), "memo");
    }

    /** Attack E4: the session key of the own ticket and the end of the victim's name. */
    private CachedTicket spliceTicket(KerberosClient student) throws Exception {
        // Makes the victim's request the last recorded TGS-REQ.
        lab.playVictim(realm.clientSettings());
        AesBlocks sniffed = new AesBlocks(((TgsReq) adversary
                        .recording()
                        .last(MessageType.TGS_REQ)
                        .orElseThrow()
                        .message()
                        .orElseThrow())
                .ticket()
                .ciphertext());
        CachedTicket own = student.login(exercise.studentAccount(), exercise.studentPassword()::toCharArray);
        AesBlocks mine = new AesBlocks(own.ticket().ciphertext());
        return new CachedTicket(
                exercise.victim(),
                own.server(),
                own.sessionKey(),
                new Sealed<>(mine.before(2).append(sniffed.from(2)).bytes()),
                own.issuedAt(),
                own.lifetime());
    }

    private void updateKey(CachedToken token) throws Exception {
        KeyUpdateExchangeClient exchange =
                new KeyUpdateExchangeClient(realm.config().sealer());
        try (MessageConnection as = MessageConnection.open(realm.address(Party.AS), TIMEOUT, TIMEOUT)) {
            ExchangeContext context = new ExchangeContext(now(), "127.0.0.1", Trace.NONE);
            KeyUpdateExchangeClient.PendingKeyUpdate pending =
                    exchange.createRequest(token, realm.config().sealer().newKey("K_c", Randomness.secure()), context);
            KeyUpdateRep reply = as.call(pending.request(), KeyUpdateRep.class, Trace.NONE);
            assertThat(exchange.acceptReply(pending, reply, token, context)).isEqualTo(2);
        }
    }

    @Test
    void detectsEditedAuditLog() throws Exception {
        realm.stop(Party.SERVICE);
        Path log = realm.folder().path().resolve("service").resolve("audit.jsonl");
        String changed = Files.readString(log).replace("\"notes\"", "\"memo\"");
        Files.writeString(log, changed, StandardCharsets.US_ASCII);

        ExerciseProgress progress = lab.progress();

        assertThat(progress.isReached(Goal.SPLICE)).isTrue();
        assertThat(progress.faults()).isNotEmpty();
    }

    @Test
    void exerciseDependsOnStudentAndYear() {
        Exercise again = new Exercise("ada", 2027, now().plusSeconds(1));
        Exercise other = new Exercise("bob", 2027, now());
        Exercise nextYear = new Exercise("ada", 2028, now());

        assertThat(again.memo()).isEqualTo(exercise.memo());
        assertThat(again.studentPassword()).isEqualTo(exercise.studentPassword());
        assertThat(other.memo()).isNotEqualTo(exercise.memo());
        assertThat(nextYear.victimPassword()).isNotEqualTo(exercise.victimPassword());
        PrincipalName victim = exercise.victim();
        assertThat(exercise.studentAccount().text())
                .hasSameSizeAs(victim.text())
                .startsWith(victim.text().substring(0, 12));
    }
}
