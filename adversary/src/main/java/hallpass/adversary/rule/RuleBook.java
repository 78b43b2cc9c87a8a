package hallpass.adversary.rule;

import hallpass.adversary.Decision;
import hallpass.adversary.Passing;
import hallpass.adversary.Recording;
import hallpass.adversary.Scheme;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rules that hold now. Of those that fit a frame, the first decides. Safe for many threads. */
public final class RuleBook implements Scheme {
    private final Recording recording;
    private final Listener listener;
    private final Pen pen = new Pen();
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private int count;

    /** Is told of every frame, and then of what a rule does to it. */
    public interface Listener {
        void comes(Passing passing);

        /** @param what such as {@code dropped} */
        void acts(int rule, Passing passing, String what);
    }

    /** A rule, its number, and what it did so far. */
    public static final class Entry {
        private final int number;
        private final Rule rule;
        private int taken;

        private Entry(int number, Rule rule) {
            this.number = number;
            this.rule = rule;
        }

        private synchronized boolean take(Passing passing) {
            boolean mine = !isDone() && rule.target().fits(passing);
            taken += mine ? 1 : 0;
            return mine;
        }

        public int number() {
            return number;
        }

        public Rule rule() {
            return rule;
        }

        /** How many frames it had to do with. */
        public synchronized int taken() {
            return taken;
        }

        /** Whether it did as often as it was told to. */
        public synchronized boolean isDone() {
            return rule.times().isPresent()
                    && taken >= rule.times().getAsInt() * rule.act().frames();
        }
    }

    public RuleBook(Recording recording, Listener listener) {
        this.recording = recording;
        this.listener = listener;
    }

    /** The number that it gets. */
    public synchronized int add(Rule rule) {
        entries.add(new Entry(++count, rule));
        return count;
    }

    /** Whether there was a rule of this number. */
    public boolean forget(int number) {
        return entries.removeIf(entry -> entry.number == number);
    }

    public void forgetAll() {
        entries.clear();
    }

    /** In the order in which they are looked at. */
    public List<Entry> all() {
        return List.copyOf(entries);
    }

    /** The numbers of the frames that are held. */
    public List<Integer> held() {
        return pen.waiting();
    }

    /** Lets a frame go; whether it was held. */
    public boolean release(int number) {
        return pen.release(number) > 0;
    }

    /** Lets all go; how many there were. */
    public int releaseAll() {
        return pen.releaseAll();
    }

    @Override
    public Decision decide(Passing passing) throws InterruptedException {
        listener.comes(passing);
        pen.passes(passing);
        for (Entry entry : entries) {
            if (entry.take(passing)) {
                return carryOut(entry, passing);
            }
        }
        return Decision.PASS;
    }

    private Decision carryOut(Entry entry, Passing passing) throws InterruptedException {
        Act act = entry.rule.act();
        try {
            Decision decision = act.on(
                    new Act.Situation(passing, recording, pen, words -> listener.acts(entry.number, passing, words)));
            listener.acts(entry.number, passing, act.words());
            return decision;
        } catch (CannotAct e) {
            listener.acts(entry.number, passing, "passed on as it is, for " + e.getMessage());
            return Decision.PASS;
        }
    }
}
