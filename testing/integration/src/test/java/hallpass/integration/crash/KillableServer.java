package hallpass.integration.crash;

/** A server that a test kills and starts again. */
public interface KillableServer {
    /** Starts the server and waits until it is ready. */
    void start() throws Exception;

    /**
     * Returns the time of the next kill: {@code earliest}, or later if tests of other realms share
     * the process.
     *
     * @param earliest by {@link System#nanoTime}
     */
    default long killTime(long earliest) throws Exception {
        return earliest;
    }

    /** Kills the server and waits for its end. */
    void kill() throws Exception;

    /** Checks the store after a restart; returns an empty text if it is sound. */
    String storeProblems() throws Exception;
}
