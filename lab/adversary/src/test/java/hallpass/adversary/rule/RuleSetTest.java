package hallpass.adversary.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateReq;
import hallpass.message.StatusReq;
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

/** Decisions about frames, without sockets. */
@Timeout(300)
class RuleSetTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Frame STATUS = MessageType.encode(new StatusReq());

    private final Recording recording = new Recording(() -> NOON, 100);
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final RuleSet rules = new RuleSet(recording, new RuleSet.Listener() {
        @Override
        public void frameRecorded(RecordedFrame recorded) {
            events.add(recorded.number() + " recorded");
        }

        @Override
        public void ruleApplied(int rule, RecordedFrame recorded, String what) {
            events.add(recorded.number() + " " + what + " by " + rule);
        }
    });

    @Test
    void passesEverythingWithoutRules() throws Exception {
        assertThat(toAs(STATUS)).isEqualTo(Decision.PASS);
        assertThat(events).containsExactly("1 recorded");
    }

    @Test
    void appliesFirstMatchingRule() throws Exception {
        add("drop S1 to tgs", "drop S1 to as", "cut any to as");
        assertThat(toAs(STATUS)).isEqualTo(Decision.DROP);
        assertThat(toAs(certificateRequest("x"))).isEqualTo(Decision.CUT);
        assertThat(events)
                .containsExactly("1 recorded", "1 dropped by 2", "2 recorded", "2 dropped, connection closed by 3");
    }

    @Test
    void ignoresOppositeDirection() throws Exception {
        add("drop any to as");
        assertThat(rules.decide(recording.add(Party.AS, 1, Direction.TO_CLIENT, STATUS)))
                .isEqualTo(Decision.PASS);
    }

    @Test
    void appliesRuleGivenNumberOfTimes() throws Exception {
        add("drop S1 to as 2 times", "cut S1 to as once");
        assertThat(List.of(toAs(STATUS), toAs(STATUS), toAs(STATUS), toAs(STATUS)))
                .containsExactly(Decision.DROP, Decision.DROP, Decision.CUT, Decision.PASS);
        assertThat(rules.entries()).allMatch(RuleSet.Entry::isExhausted);
    }

    @Test
    void removesRules() throws Exception {
        add("drop S1 to as", "drop S1 to as");
        assertThat(rules.remove(1)).isTrue();
        assertThat(rules.remove(1)).isFalse();
        assertThat(toAs(STATUS)).isEqualTo(Decision.DROP);
        rules.removeAll();
        assertThat(toAs(STATUS)).isEqualTo(Decision.PASS);
    }

    @Test
    void delaysRepeatsAndAnswersWithAnError() throws Exception {
        add("delay 2s S1 to as once", "repeat S1 to as once", "answer S1 to as with error 6");
        assertThat(toAs(STATUS)).isEqualTo(new Decision.Delay(Duration.ofSeconds(2)));
        assertThat(toAs(STATUS)).isEqualTo(Decision.replaceWith(STATUS, STATUS));
        ErrorCode unknown = ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN;
        assertThat(toAs(STATUS))
                .isEqualTo(new Decision.Answer(
                        MessageType.encode(new ErrorMessage(unknown, NOON, unknown.description()))));
    }

    @Test
    void replacesFrameWithRecordedOne() throws Exception {
        add("replace any to app with 1", "answer S1 to as with last P3", "answer any to as with 99");
        recording.add(Party.APP, 1, Direction.TO_SERVER, certificateRequest("old"));
        assertThat(toApp(certificateRequest("new"))).isEqualTo(Decision.replaceWith(certificateRequest("old")));
        assertThat(toAs(STATUS)).isEqualTo(new Decision.Answer(certificateRequest("new")));
        assertThat(toAs(certificateRequest("old"))).isEqualTo(Decision.PASS);
        assertThat(events).contains("4 passed unchanged: there is no frame 99 by 3");
    }

    @Test
    void lastExcludesTheCurrentFrame() throws Exception {
        add("replace P3 to app with last P3");
        assertThat(toApp(certificateRequest("first"))).isEqualTo(Decision.PASS);
        assertThat(toApp(certificateRequest("second"))).isEqualTo(Decision.replaceWith(certificateRequest("first")));
    }

    @Test
    void editsBitsAndFields() throws Exception {
        add(
                "edit P3 to app flip bit 63 once",
                "edit P3 to app flip bit 7 of ID_s once",
                "edit P3 to app replace ID_s with \"other\" once",
                "edit P3 to app flip bit 9999");
        // Length, type and the field's own length precede the first letter, which is at bits 56 to
        // 63.
        assertThat(toApp(certificateRequest("a"))).isEqualTo(Decision.replaceWith(certificateRequest("`")));
        assertThat(toApp(certificateRequest("a"))).isEqualTo(Decision.replaceWith(certificateRequest("`")));
        assertThat(toApp(certificateRequest("a"))).isEqualTo(Decision.replaceWith(certificateRequest("other")));
        assertThat(toApp(certificateRequest("a"))).isEqualTo(Decision.PASS);
        assertThat(events).contains("4 passed unchanged: the frame has only 144 bits by 4");
    }

    @Test
    void passesFrameUnchangedWhenEditedFieldWouldBeTooLong() throws Exception {
        add("edit P3 to app replace ID_s with hex " + "00".repeat(65_536));
        assertThat(toApp(certificateRequest("a"))).isEqualTo(Decision.PASS);
        assertThat(events).contains("1 passed unchanged: ID_s would exceed the maximum field size by 1");
    }

    @Test
    void holdsFramesUntilReleased() throws Exception {
        add("hold S1 to as");
        CompletableFuture<Decision> one = decideInBackground(STATUS);
        await().until(() -> rules.heldFrames().equals(List.of(1)));
        CompletableFuture<Decision> two = decideInBackground(STATUS);
        await().until(() -> rules.heldFrames().equals(List.of(1, 2)));
        assertThat(rules.release(3)).isFalse();
        assertThat(rules.release(2)).isTrue();
        assertThat(two.get(5, TimeUnit.MINUTES)).isEqualTo(Decision.PASS);
        assertThat(one).isNotDone();
        assertThat(rules.releaseAll()).isEqualTo(1);
        assertThat(one.get(5, TimeUnit.MINUTES)).isEqualTo(Decision.PASS);
        assertThat(events).contains("1 held until it is released by 1", "1 released by 1");
    }

    /** The listener may release the frame before {@code decide} has returned. */
    @Test
    void heldFrameCanBeReleasedFromTheListener() throws Exception {
        List<Integer> released = new CopyOnWriteArrayList<>();
        AtomicReference<RuleSet> ruleSet = new AtomicReference<>();
        RuleSet releasing = new RuleSet(recording, new RuleSet.Listener() {
            @Override
            public void frameRecorded(RecordedFrame recorded) {}

            @Override
            public void ruleApplied(int rule, RecordedFrame recorded, String what) {
                if (what.startsWith("held")) {
                    released.add(ruleSet.get().releaseAll());
                }
            }
        });
        ruleSet.set(releasing);
        releasing.add(RuleParser.parse("hold S1 to as"));

        assertThat(releasing.decide(recording.add(Party.AS, 1, Direction.TO_SERVER, STATUS)))
                .isEqualTo(Decision.PASS);
        assertThat(released).containsExactly(1);
    }

    @Test
    void holdsFrameUntilAwaitedMessage() throws Exception {
        add("hold S1 to as until P3 to app");
        CompletableFuture<Decision> held = decideInBackground(STATUS);
        await().until(() -> !rules.heldFrames().isEmpty());
        rules.decide(recording.add(Party.TGS, 1, Direction.TO_SERVER, STATUS));
        assertThat(rules.heldFrames()).containsExactly(1);
        toApp(certificateRequest("x"));
        assertThat(held.get(5, TimeUnit.MINUTES)).isEqualTo(Decision.PASS);
    }

    @Test
    void swapsTwoFrames() throws Exception {
        add("swap any to as once");
        CompletableFuture<Decision> first = decideInBackground(certificateRequest("one"));
        await().until(() -> events.contains("1 held until another frame matches by 1"));
        assertThat(toAs(certificateRequest("two"))).isEqualTo(Decision.replaceWith(certificateRequest("one")));
        assertThat(first.get(5, TimeUnit.MINUTES)).isEqualTo(Decision.replaceWith(certificateRequest("two")));
        assertThat(toAs(certificateRequest("three"))).isEqualTo(Decision.PASS);
    }

    private void add(String... lines) throws RuleException {
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

    private CompletableFuture<Decision> decideInBackground(Frame frame) {
        RecordedFrame recorded = recording.add(Party.AS, 1, Direction.TO_SERVER, frame);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return rules.decide(recorded);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Frame certificateRequest(String name) {
        return MessageType.encode(new ServerCertificateReq(new PrincipalName(name), NOON));
    }
}
