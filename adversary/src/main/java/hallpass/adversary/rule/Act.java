package hallpass.adversary.rule;

import hallpass.adversary.Decision;
import hallpass.adversary.Passing;
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

/** What a rule does to a frame. */
sealed interface Act {
    /** How long the first of two that shall be swapped waits for the second. */
    Duration SWAP_PATIENCE = Duration.ofSeconds(10);

    /**
     * What an act has to do with.
     *
     * @param meanwhile to be told what is done first, if that can take long
     */
    record Situation(Passing passing, Recording recording, Pen pen, Consumer<String> meanwhile) {
        Frame frame() {
            return passing.frame();
        }

        Frame picked(Pick pick) throws CannotAct {
            return pick.from(recording, passing.number())
                    .orElseThrow(() -> new CannotAct("there is no frame " + pick))
                    .frame();
        }
    }

    Decision on(Situation at) throws CannotAct, InterruptedException;

    /** What was done to the frame, in words. */
    String words();

    /** How many frames it takes to do it once. */
    default int frames() {
        return 1;
    }

    record Drop() implements Act {
        @Override
        public Decision on(Situation at) {
            return Decision.DROP;
        }

        @Override
        public String words() {
            return "dropped";
        }
    }

    record Cut() implements Act {
        @Override
        public Decision on(Situation at) {
            return Decision.CUT;
        }

        @Override
        public String words() {
            return "dropped, and its connection cut";
        }
    }

    record Delay(Duration time) implements Act {
        @Override
        public Decision on(Situation at) {
            return new Decision.Delay(time);
        }

        @Override
        public String words() {
            return "delayed";
        }
    }

    record Repeat() implements Act {
        @Override
        public Decision on(Situation at) {
            return Decision.instead(at.frame(), at.frame());
        }

        @Override
        public String words() {
            return "sent on twice";
        }
    }

    record Hold(Optional<Target> until) implements Act {
        @Override
        public Decision on(Situation at) throws InterruptedException {
            String end = until.map(Target::toString).orElse("it is released");
            at.pen().hold(at.passing(), until, () -> at.meanwhile().accept("held until " + end));
            return Decision.PASS;
        }

        @Override
        public String words() {
            return "released";
        }
    }

    record Swap(Exchanger<Frame> meeting) implements Act {
        @Override
        public Decision on(Situation at) throws CannotAct, InterruptedException {
            at.meanwhile().accept("held until another one comes");
            try {
                return Decision.instead(meeting.exchange(at.frame(), SWAP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                throw new CannotAct("no other one came within " + SWAP_PATIENCE.toSeconds() + " s");
            }
        }

        @Override
        public String words() {
            return "swapped with another one";
        }

        @Override
        public int frames() {
            return 2;
        }
    }

    record Edit(Change change) implements Act {
        @Override
        public Decision on(Situation at) throws CannotAct {
            return Decision.instead(change.of(at.frame()));
        }

        @Override
        public String words() {
            return "edited";
        }
    }

    record Replace(Pick other) implements Act {
        @Override
        public Decision on(Situation at) throws CannotAct {
            return Decision.instead(at.picked(other));
        }

        @Override
        public String words() {
            return "replaced with " + other;
        }
    }

    record Answer(Pick answer) implements Act {
        @Override
        public Decision on(Situation at) throws CannotAct {
            return new Decision.Answer(at.picked(answer));
        }

        @Override
        public String words() {
            return "dropped, and answered with " + answer;
        }
    }

    record AnswerError(ErrorCode code) implements Act {
        @Override
        public Decision on(Situation at) {
            return new Decision.Answer(
                    MessageType.encode(new ErrorMessage(code, at.passing().at(), code.sentence())));
        }

        @Override
        public String words() {
            return "dropped, and answered with error " + code.number();
        }
    }
}
