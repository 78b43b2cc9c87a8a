package hallpass.adversary;

/** What the adversary is up to. Asked by one thread for each connection and direction. */
@FunctionalInterface
public interface Scheme {
    /** To listen, and no more. */
    Scheme LISTEN = passing -> Decision.PASS;

    Decision decide(Passing passing) throws InterruptedException;

    /** What another scheme says, where this one would let a frame pass. */
    default Scheme or(Scheme other) {
        return passing -> {
            Decision decision = decide(passing);
            return decision.equals(Decision.PASS) ? other.decide(passing) : decision;
        };
    }
}
