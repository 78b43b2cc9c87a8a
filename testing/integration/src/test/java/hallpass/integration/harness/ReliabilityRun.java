package hallpass.integration.harness;

/**
 * The number of rounds of a reliability test: a few in a build, {@code -Dhallpass.rounds} in a long
 * run. {@code scripts/reliability.sh} starts long runs.
 */
public final class ReliabilityRun {
    private static final String PROPERTY = "hallpass.rounds";

    private ReliabilityRun() {}

    /** @param buildRounds the number of rounds in a build */
    public static int roundsOr(int buildRounds) {
        return Integer.getInteger(PROPERTY, buildRounds);
    }

    /** Whether {@code -Dhallpass.store} allows this kind of store. */
    public static boolean includesStore(String store) {
        return System.getProperty("hallpass.store", store).equals(store);
    }

    public static boolean isLong() {
        return System.getProperty(PROPERTY) != null;
    }
}
