package hallpass.attack;

import hallpass.protocol.Guard;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The guards that stop an attack, each with the expected outcome in a realm that has this guard
 * alone.
 *
 * <p>Expected outcomes are written as {@link Outcome#summary} writes them. {@code 31/41 service}
 * stands for either of two codes, where the content of a random block decides between them.
 *
 * @param outcomes the expected outcome for each guard; empty if no guard stops the attack
 * @param hardened the expected outcome in a realm with all guards
 */
public record Defences(Map<Guard, String> outcomes, String hardened) {
    private static final String SUCCEEDED = "succeeded";

    /** No guard stops the attack. */
    public static final Defences NONE = new Defences(Map.of(), SUCCEEDED);

    public Defences {
        outcomes = Map.copyOf(outcomes);
    }

    public static Defences of(Guard guard, String outcome) {
        return NONE.and(guard, outcome);
    }

    public Defences and(Guard guard, String outcome) {
        Map<Guard, String> all = new EnumMap<>(Guard.class);
        all.putAll(outcomes);
        all.put(guard, outcome);
        return new Defences(all, hardened);
    }

    public Defences hardened(String outcome) {
        return new Defences(outcomes, outcome);
    }

    public Set<Guard> guards() {
        return outcomes.keySet();
    }

    /** The expected outcome in a realm with this guard alone. */
    public String expectedOutcome(Guard guard) {
        return outcomes.getOrDefault(guard, SUCCEEDED);
    }
}
