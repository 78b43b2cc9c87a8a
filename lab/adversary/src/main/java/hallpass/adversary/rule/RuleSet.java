package hallpass.adversary.rule;

import hallpass.adversary.Decision;
import hallpass.adversary.Interceptor;
import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The current rules. The first rule that matches a frame decides. Thread-safe. */
public final class RuleSet implements Interceptor {
    private final Recording recording;
    private final Listener listener;
    private final HeldFrames heldFrames = new HeldFrames();
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private int lastNumber;

    /** Receives every frame, and what the rules do to it. */
    public interface Listener {
        void frameRecorded(RecordedFrame recorded);

        /** @param description such as {@code dropped} */
        void ruleApplied(int rule, RecordedFrame recorded, String description);
    }

    /** A rule with its number and its use count. */
    public static final class Entry {
        private final int number;
        private final Rule rule;
        private int matchedFrames;

        private Entry(int number, Rule rule) {
            this.number = number;
            this.rule = rule;
        }

        private synchronized boolean claim(RecordedFrame recorded) {
            boolean matches = !isExhausted() && rule.matcher().matches(recorded);
            matchedFrames += matches ? 1 : 0;
            return matches;
        }

        public int number() {
            return number;
        }

        public Rule rule() {
            return rule;
        }

        /** The number of frames that the rule was applied to. */
        public synchronized int matchedFrames() {
            return matchedFrames;
        }

        /** Whether the rule has been applied as often as it says. */
        public synchronized boolean isExhausted() {
            return rule.times().isPresent()
                    && matchedFrames >= rule.times().getAsInt() * rule.action().framesPerUse();
        }
    }

    public RuleSet(Recording recording, Listener listener) {
        this.recording = recording;
        this.listener = listener;
    }

    /** Adds a rule and returns its number. */
    public synchronized int add(Rule rule) {
        entries.add(new Entry(++lastNumber, rule));
        return lastNumber;
    }

    /** Returns whether there was a rule with this number. */
    public boolean remove(int number) {
        return entries.removeIf(entry -> entry.number == number);
    }

    public void removeAll() {
        entries.clear();
    }

    /** In the order in which they are matched. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The numbers of the held frames. */
    public List<Integer> heldFrames() {
        return heldFrames.numbers();
    }

    /** Releases a frame; returns whether it was held. */
    public boolean release(int number) {
        return heldFrames.release(number) > 0;
    }

    /** Releases all frames; returns their number. */
    public int releaseAll() {
        return heldFrames.releaseAll();
    }

    @Override
    public Decision decide(RecordedFrame recorded) throws InterruptedException {
        listener.frameRecorded(recorded);
        heldFrames.releaseWaitingFor(recorded);
        for (Entry entry : entries) {
            if (entry.claim(recorded)) {
                return apply(entry, recorded);
            }
        }
        return Decision.PASS;
    }

    private Decision apply(Entry entry, RecordedFrame recorded) throws InterruptedException {
        RuleAction action = entry.rule.action();
        try {
            Decision decision = action.apply(new RuleAction.RuleContext(
                    recorded, recording, heldFrames, words -> listener.ruleApplied(entry.number, recorded, words)));
            listener.ruleApplied(entry.number, recorded, action.description());
            return decision;
        } catch (RuleNotApplicableException e) {
            listener.ruleApplied(entry.number, recorded, "passed unchanged: " + e.getMessage());
            return Decision.PASS;
        }
    }
}
