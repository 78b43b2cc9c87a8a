package hallpass.integration.harness;

/**
 * How often a harness tries: a few times in every build, and as often as {@code -Dhallpass.rounds} says in the long form,
 * which {@code scripts/reliability.sh} starts.
 */
public final class ReliabilityRun {
    private static final String PROPERTY = "hallpass.rounds";

    private ReliabilityRun() {}

    /** @param few how many there are in a build */
    public static int roundsOr(int few) {
        return Integer.getInteger(PROPERTY, few);
    }

    /** Whether {@code -Dhallpass.store} leaves this kind of database in. */
    public static boolean includesStore(String store) {
        return System.getProperty("hallpass.store", store).equals(store);
    }

    public static boolean isLong() {
        return System.getProperty(PROPERTY) != null;
    }
}
