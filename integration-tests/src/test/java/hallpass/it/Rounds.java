package hallpass.it;

/**
 * How often a harness tries: a few times in every build, and as often as {@code -Dhallpass.rounds} says in the long form,
 * which {@code scripts/reliability.sh} starts.
 */
final class Rounds {
    private static final String PROPERTY = "hallpass.rounds";

    private Rounds() {}

    /** @param few how many there are in a build */
    static int orInABuild(int few) {
        return Integer.getInteger(PROPERTY, few);
    }

    /** Whether {@code -Dhallpass.store} leaves this kind of database in. */
    static boolean with(String store) {
        return System.getProperty("hallpass.store", store).equals(store);
    }

    static boolean longForm() {
        return System.getProperty(PROPERTY) != null;
    }
}
