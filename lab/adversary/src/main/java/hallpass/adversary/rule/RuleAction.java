package hallpass.adversary.rule;

import hallpass.adversary.Decision;
import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.wire.Frame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The action of a rule. */
sealed interface RuleAction {
    /** How long the first frame of a swap waits for the second. */
    Duration SWAP_TIMEOUT = Duration.ofSeconds(10);

    /**
     * What an action works with.
     *
     * @param progress receives a description of an action that can take long, before it is complete
     */
    record RuleContext(RecordedFrame recorded, Recording recording, HeldFrames heldFrames, Consumer<String> progress) {
        Frame frame() {
            return recorded.frame();
        }

        Frame select(RecordedFrameReference selector) throws RuleNotApplicableException {
            return selector.find(recording, recorded.number())
                    .orElseThrow(() -> new RuleNotApplicableException("there is no frame " + selector))
                    .frame();
        }
    }

    Decision apply(RuleContext context) throws RuleNotApplicableException, InterruptedException;

    /** Describes the completed action, such as {@code dropped}. */
    String description();

    /** The number of frames that one use of the action needs. */
    default int framesPerUse() {
        return 1;
    }

    record Drop() implements RuleAction {
        @Override
        public Decision apply(RuleContext context) {
            return Decision.DROP;
        }

        @Override
        public String description() {
            return "dropped";
        }
    }

    record Cut() implements RuleAction {
        @Override
        public Decision apply(RuleContext context) {
            return Decision.CUT;
        }

        @Override
        public String description() {
            return "dropped, connection closed";
        }
    }

    record Delay(Duration time) implements RuleAction {
        @Override
        public Decision apply(RuleContext context) {
            return new Decision.Delay(time);
        }

        @Override
        public String description() {
            return "delayed";
        }
    }

    record Repeat() implements RuleAction {
        @Override
        public Decision apply(RuleContext context) {
            return Decision.replaceWith(context.frame(), context.frame());
        }

        @Override
        public String description() {
            return "sent twice";
        }
    }

    record Hold(Optional<FrameMatcher> until) implements RuleAction {
        @Override
        public Decision apply(RuleContext context) throws InterruptedException {
            String end = until.map(FrameMatcher::toString).orElse("it is released");
            context.heldFrames()
                    .hold(context.recorded(), until, () -> context.progress().accept("held until " + end));
            return Decision.PASS;
        }

        @Override
        public String description() {
            return "released";
        }
    }

    record Swap(Exchanger<Frame> exchanger) implements RuleAction {
        @Override
        public Decision apply(RuleContext context) throws RuleNotApplicableException, InterruptedException {
            context.progress().accept("held until another frame matches");
            try {
                return Decision.replaceWith(
                        exchanger.exchange(context.frame(), SWAP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                throw new RuleNotApplicableException(
                        "no other frame matched within " + SWAP_TIMEOUT.toSeconds() + " s");
            }
        }

        @Override
        public String description() {
            return "swapped with another frame";
        }

        @Override
        public int framesPerUse() {
            return 2;
        }
    }

    record Edit(FrameEdit edit) implements RuleAction {
        @Override
        public Decision apply(RuleContext context) throws RuleNotApplicableException {
            return Decision.replaceWith(edit.apply(context.frame()));
        }

        @Override
        public String description() {
            return "edited";
        }
    }

    record Replace(RecordedFrameReference other) implements RuleAction {
        @Override
        public Decision apply(RuleContext context) throws RuleNotApplicableException {
            return Decision.replaceWith(context.select(other));
        }

        @Override
        public String description() {
            return "replaced with " + other;
        }
    }

    record Answer(RecordedFrameReference answer) implements RuleAction {
        @Override
        public Decision apply(RuleContext context) throws RuleNotApplicableException {
            return new Decision.Answer(context.select(answer));
        }

        @Override
        public String description() {
            return "dropped, answered with " + answer;
        }
    }

    record AnswerError(ErrorCode code) implements RuleAction {
        @Override
        public Decision apply(RuleContext context) {
            return new Decision.Answer(
                    MessageType.encode(new ErrorMessage(code, context.recorded().time(), code.description())));
        }

        @Override
        public String description() {
            return "dropped, answered with error " + code.number();
        }
    }
}
