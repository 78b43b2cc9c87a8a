package hallpass.adversary.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.adversary.Recording;
import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.StatusReq;
import hallpass.trace.Party;
import hallpass.wire.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of frames, without sockets. */
@Timeout(30)
class RuleBookTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Frame STATUS = MessageType.encode(new StatusReq());

    private final Recording recording = new Recording(() -> NOON, 100);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final RuleBook rules = new RuleBook(recording, new RuleBook.Listener() {
        @Override
        public void comes(Passing passing) {
            told.add(passing.number() + " comes");
        }

        @Override
        public void acts(int rule, Passing passing, String what) {
            told.add(passing.number() + " " + what + " by " + rule);
        }
    });

    @Test
    void letsEverythingPassWithoutARule() throws Exception {
        assertThat(toAs(STATUS)).isEqualTo(Decision.PASS);
        assertThat(told).containsExactly("1 comes");
    }

    @Test
    void goesByTheFirstRuleThatFits() throws Exception {
        add("drop S1 to tgs", "drop S1 to as", "cut any to as");
        assertThat(toAs(STATUS)).isEqualTo(Decision.DROP);
        assertThat(toAs(name("x"))).isEqualTo(Decision.CUT);
        assertThat(told)
                .containsExactly("1 comes", "1 dropped by 2", "2 comes", "2 dropped, and its connection cut by 3");
    }

    @Test
    void doesNotTakeOneDirectionForTheOther() throws Exception {
        add("drop any to as");
        assertThat(rules.decide(recording.add(Party.AS, 1, Direction.TO_CLIENT, STATUS)))
                .isEqualTo(Decision.PASS);
    }

    @Test
    void doesAsOftenAsItIsTold() throws Exception {
        add("drop S1 to as 2 times", "cut S1 to as once");
        assertThat(List.of(toAs(STATUS), toAs(STATUS), toAs(STATUS), toAs(STATUS)))
                .containsExactly(Decision.DROP, Decision.DROP, Decision.CUT, Decision.PASS);
        assertThat(rules.all()).allMatch(RuleBook.Entry::isDone);
    }

    @Test
    void forgetsRules() throws Exception {
        add("drop S1 to as", "drop S1 to as");
        assertThat(rules.forget(1)).isTrue();
        assertThat(rules.forget(1)).isFalse();
        assertThat(toAs(STATUS)).isEqualTo(Decision.DROP);
        rules.forgetAll();
        assertThat(toAs(STATUS)).isEqualTo(Decision.PASS);
    }

    @Test
    void delaysRepeatsAndAnswersWithAnError() throws Exception {
        add("delay 2s S1 to as once", "repeat S1 to as once", "answer S1 to as with error 6");
        assertThat(toAs(STATUS)).isEqualTo(new Decision.Delay(Duration.ofSeconds(2)));
        assertThat(toAs(STATUS)).isEqualTo(Decision.instead(STATUS, STATUS));
        ErrorCode unknown = ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN;
        assertThat(toAs(STATUS))
                .isEqualTo(
                        new Decision.Answer(MessageType.encode(new ErrorMessage(unknown, NOON, unknown.sentence()))));
    }

    @Test
    void putsARecordedFrameInAnothersPlace() throws Exception {
        add("replace any to app with 1", "answer S1 to as with last P3", "answer any to as with 99");
        recording.add(Party.APP, 1, Direction.TO_SERVER, name("old"));
        assertThat(toApp(name("new"))).isEqualTo(Decision.instead(name("old")));
        assertThat(toAs(STATUS)).isEqualTo(new Decision.Answer(name("new")));
        assertThat(toAs(name("old"))).isEqualTo(Decision.PASS);
        assertThat(told).contains("4 passed on as it is, for there is no frame 99 by 3");
    }

    @Test
    void doesNotMeanTheFrameItselfByTheLastOfItsKind() throws Exception {
        add("replace P3 to app with last P3");
        assertThat(toApp(name("first"))).isEqualTo(Decision.PASS);
        assertThat(toApp(name("second"))).isEqualTo(Decision.instead(name("first")));
    }

    @Test
    void editsBitsAndFields() throws Exception {
        add(
                "edit P3 to app flip bit 63 once",
                "edit P3 to app flip bit 7 of ID_s once",
                "edit P3 to app replace ID_s with \"other\" once",
                "edit P3 to app flip bit 9999");
        // After length, type and the field's own length comes the first letter: bits 56 to 63.
        assertThat(toApp(name("a"))).isEqualTo(Decision.instead(name("`")));
        assertThat(toApp(name("a"))).isEqualTo(Decision.instead(name("`")));
        assertThat(toApp(name("a"))).isEqualTo(Decision.instead(name("other")));
        assertThat(toApp(name("a"))).isEqualTo(Decision.PASS);
        assertThat(told).contains("4 passed on as it is, for the frame has only 144 bits by 4");
    }

    @Test
    void passesOnAsItIsWhatAnEditWouldMakeLongerThanAFieldMayBe() throws Exception {
        add("edit P3 to app replace ID_s with hex " + "00".repeat(65_536));
        assertThat(toApp(name("a"))).isEqualTo(Decision.PASS);
        assertThat(told).contains("1 passed on as it is, for ID_s would be longer than a field may be by 1");
    }

    @Test
    void holdsUntilItIsReleased() throws Exception {
        add("hold S1 to as");
        CompletableFuture<Decision> one = later(STATUS);
        await().until(() -> rules.held().equals(List.of(1)));
        CompletableFuture<Decision> two = later(STATUS);
        await().until(() -> rules.held().equals(List.of(1, 2)));
        assertThat(rules.release(3)).isFalse();
        assertThat(rules.release(2)).isTrue();
        assertThat(two.get(1, TimeUnit.MINUTES)).isEqualTo(Decision.PASS);
        assertThat(one).isNotDone();
        assertThat(rules.releaseAll()).isEqualTo(1);
        assertThat(one.get(1, TimeUnit.MINUTES)).isEqualTo(Decision.PASS);
        assertThat(told).contains("1 held until it is released by 1", "1 released by 1");
    }

    /** Whoever is told may type so before the next moment. */
    @Test
    void whatIsToldToBeHeldCanBeReleasedAtOnce() throws Exception {
        List<Integer> released = new CopyOnWriteArrayList<>();
        AtomicReference<RuleBook> book = new AtomicReference<>();
        RuleBook quick = new RuleBook(recording, new RuleBook.Listener() {
            @Override
            public void comes(Passing passing) {}

            @Override
            public void acts(int rule, Passing passing, String what) {
                if (what.startsWith("held")) {
                    released.add(book.get().releaseAll());
                }
            }
        });
        book.set(quick);
        quick.add(RuleParser.parse("hold S1 to as"));

        assertThat(quick.decide(recording.add(Party.AS, 1, Direction.TO_SERVER, STATUS)))
                .isEqualTo(Decision.PASS);
        assertThat(released).containsExactly(1);
    }

    @Test
    void holdsUntilAnotherMessageComesBy() throws Exception {
        add("hold S1 to as until P3 to app");
        CompletableFuture<Decision> held = later(STATUS);
        await().until(() -> !rules.held().isEmpty());
        rules.decide(recording.add(Party.TGS, 1, Direction.TO_SERVER, STATUS));
        assertThat(rules.held()).containsExactly(1);
        toApp(name("x"));
        assertThat(held.get(1, TimeUnit.MINUTES)).isEqualTo(Decision.PASS);
    }

    @Test
    void swapsTwoOfAKind() throws Exception {
        add("swap any to as once");
        CompletableFuture<Decision> first = later(name("one"));
        await().until(() -> told.contains("1 held until another one comes by 1"));
        assertThat(toAs(name("two"))).isEqualTo(Decision.instead(name("one")));
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(Decision.instead(name("two")));
        assertThat(toAs(name("three"))).isEqualTo(Decision.PASS);
    }

    private void add(String... lines) throws RuleProblem {
        for (String line : lines) {
            rules.add(RuleParser.parse(line));
        }
    }

    private Decision toAs(Frame frame) throws InterruptedException {
        return rules.decide(recording.add(Party.AS, 1, Direction.TO_SERVER, frame));
    }

    private Decision toApp(Frame frame) throws InterruptedException {
        return rules.decide(recording.add(Party.APP, 1, Direction.TO_SERVER, frame));
    }

    private CompletableFuture<Decision> later(Frame frame) {
        Passing passing = recording.add(Party.AS, 1, Direction.TO_SERVER, frame);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return rules.decide(passing);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Frame name(String name) {
        return MessageType.encode(new CertificateReq(new PrincipalName(name), NOON));
    }
}
