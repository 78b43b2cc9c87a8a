package hallpass.adversary;

/** What the adversary is up to. Asked by one thread for each connection and direction. */
@FunctionalInterface
public interface Interceptor {
    /** To listen, and no more. */
    Interceptor PASS_ALL = recorded -> Decision.PASS;

    Decision decide(RecordedFrame recorded) throws InterruptedException;

    /** What another scheme says, where this one would let a frame pass. */
    default Interceptor orElse(Interceptor other) {
        return recorded -> {
            Decision decision = decide(recorded);
            return decision.equals(Decision.PASS) ? other.decide(recorded) : decision;
        };
    }
}
