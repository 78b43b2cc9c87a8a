package hallpass.attack;

import hallpass.protocol.Guard;
import java.util.List;
import java.util.Set;

/**
 * What there is to say of an attack.
 *
 * @param id such as {@code E4}: what commands and tables call it
 * @param title a few words
 * @param idea what happens, and why it can: some sentences
 * @param requirements what the attacker must have, or be able to do
 * @param references where it was described
 * @param guards each of which stops it; empty if nothing does
 */
public record AttackDescription(
        String id, String title, String idea, List<String> requirements, List<String> references, Set<Guard> guards) {
    public AttackDescription {
        requirements = List.copyOf(requirements);
        references = List.copyOf(references);
        guards = Set.copyOf(guards);
    }
}
