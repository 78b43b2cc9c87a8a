package hallpass.adversary;

/** Decides what happens to each frame. Called on one thread for each connection and direction. */
@FunctionalInterface
public interface Interceptor {
    /** Forwards every frame. */
    Interceptor PASS_ALL = recorded -> Decision.PASS;

    Decision decide(RecordedFrame recorded) throws InterruptedException;

    /** Asks another interceptor about the frames that this one passes. */
    default Interceptor orElse(Interceptor other) {
        return recorded -> {
            Decision decision = decide(recorded);
            return decision.equals(Decision.PASS) ? other.decide(recorded) : decision;
        };
    }
}
