package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.adversary.Adversary;
import hallpass.attack.Blocks;
import hallpass.attack.exercise.Exercise;
import hallpass.attack.exercise.ExerciseRealm;
import hallpass.attack.exercise.Goal;
import hallpass.attack.exercise.Progress;
import hallpass.client.KerberosClient;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.client.exchange.KeyUpdateExchange;
import hallpass.crypto.Randomness;
import hallpass.crypto.Sealed;
import hallpass.message.KeyUpdateRep;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.TgsReq;
import hallpass.net.MessageConnection;
import hallpass.protocol.Occasion;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
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

/** A student's realm, and a student who reaches every goal: as the audit logs of its servers tell. */
class ExerciseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path temporary;

    private final Exercise exercise = new Exercise("ada", 2027, now());
    private final Adversary adversary = new Adversary(InstantSource.system());
    private ExerciseRealm lab;
    private RealmInProcess realm;

    @BeforeEach
    void begin() throws Exception {
        Path path = temporary.resolve("lab-ada");
        ExerciseRealm.make(exercise, path, FreePorts.base(), Randomness.secure());
        LabFolder folder = new LabFolder(path);
        realm = new RealmInProcess(folder).startAll();
        folder.leadThrough(adversary);
        lab = ExerciseRealm.open(folder.open());
        lab.victimsTurn(realm.setting());
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
        Progress progress = lab.progress();
        assertThat(progress.faults()).isEmpty();
        assertThat(Goal.values()).filteredOn(progress::isReached).containsExactly(goals);
    }

    @Test
    void everyGoalCanBeReachedAndOnlyThenCounts() throws Exception {
        assertThat(lab.exercise()).isEqualTo(exercise);
        // The victim's own life is none of the student's doing.
        assertReached();

        KerberosClient student = new KerberosClient(realm.setting());
        HeldTicket ofTheClerk = student.login(exercise.clerk(), exercise.clerksPassword()::toCharArray);
        assertThat(ask(student, ofTheClerk)).isEqualTo(exercise.memo());
        assertReached(Goal.GUESS);

        HeldTicket forged = spliced(student);
        assertThat(ask(student, forged)).isEqualTo(exercise.memo());
        assertReached(Goal.SPLICE, Goal.GUESS);

        updateKey(student.token(forged, RealmConfig.KEY_UPDATE));
        assertReached(Goal.SPLICE, Goal.GUESS, Goal.TAKE_OVER);

        try (Enrolments.Request request = new Enrolments(realm.folder(), exercise.certified()).prepare()) {
            assertThat(request.send().name()).isEqualTo(exercise.certified());
        }
        assertReached(Goal.values());
    }

    private String ask(KerberosClient client, HeldTicket ticket) throws Exception {
        return client.request(client.token(ticket, realm.config().serviceName()), "memo");
    }

    /** As in E4: the key of the own one, and the end of the victim's name. */
    private HeldTicket spliced(KerberosClient student) throws Exception {
        // The last request to the TGS by then was the student's own.
        lab.victimsTurn(realm.setting());
        Blocks sniffed = new Blocks(((TgsReq) adversary
                        .recording()
                        .last(MessageType.TGS_REQ)
                        .orElseThrow()
                        .message()
                        .orElseThrow())
                .ticket()
                .ciphertext());
        HeldTicket own = student.login(exercise.account(), exercise.accountsPassword()::toCharArray);
        Blocks mine = new Blocks(own.ticket().ciphertext());
        return new HeldTicket(
                exercise.victim(),
                own.server(),
                own.sessionKey(),
                new Sealed<>(mine.before(2).then(sniffed.from(2)).bytes()),
                own.issuedAt(),
                own.lifetime());
    }

    private void updateKey(HeldToken token) throws Exception {
        KeyUpdateExchange exchange = new KeyUpdateExchange(realm.config().seals());
        try (MessageConnection as = MessageConnection.open(realm.address(Party.AS), PATIENCE, PATIENCE)) {
            Occasion at = new Occasion(now(), "127.0.0.1", Trace.NONE);
            KeyUpdateExchange.Asked asked =
                    exchange.ask(token, realm.config().seals().newKey("K_c", Randomness.secure()), at);
            KeyUpdateRep reply = as.ask(asked.request(), KeyUpdateRep.class, Trace.NONE);
            assertThat(exchange.accept(asked, reply, token, at)).isEqualTo(2);
        }
    }

    @Test
    void logThatWasChangedProvesNothing() throws Exception {
        realm.stop(Party.SERVICE);
        Path log = realm.folder().path().resolve("service").resolve("audit.jsonl");
        String changed = Files.readString(log).replace("\"notes\"", "\"memo\"");
        Files.writeString(log, changed, StandardCharsets.US_ASCII);

        Progress progress = lab.progress();

        assertThat(progress.isReached(Goal.SPLICE)).isTrue();
        assertThat(progress.faults()).isNotEmpty();
    }

    @Test
    void everyStudentHasAnotherRealmAndTheSameOneAgain() {
        Exercise again = new Exercise("ada", 2027, now().plusSeconds(1));
        Exercise other = new Exercise("bob", 2027, now());
        Exercise nextYear = new Exercise("ada", 2028, now());

        assertThat(again.memo()).isEqualTo(exercise.memo());
        assertThat(again.accountsPassword()).isEqualTo(exercise.accountsPassword());
        assertThat(other.memo()).isNotEqualTo(exercise.memo());
        assertThat(nextYear.victimsPassword()).isNotEqualTo(exercise.victimsPassword());
        PrincipalName victim = exercise.victim();
        assertThat(exercise.account().text())
                .hasSameSizeAs(victim.text())
                .startsWith(victim.text().substring(0, 12));
    }
}
