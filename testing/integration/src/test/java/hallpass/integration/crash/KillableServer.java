package hallpass.integration.crash;

/** A server that a test kills and starts again. */
public interface KillableServer {
    /** Starts the server and waits until it is ready. */
    void start() throws Exception;

    /** Kills the server and waits for its end. */
    void kill() throws Exception;

    /** Checks the store after a restart; returns an empty text if it is sound. */
    String storeProblems() throws Exception;
}
