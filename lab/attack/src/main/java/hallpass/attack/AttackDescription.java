package hallpass.attack;

import java.util.List;

/**
 * The description of an attack.
 *
 * @param id the identifier used by commands and tables, such as {@code E4}
 * @param title a few words, at most 32 characters
 * @param idea what the attacker does and why it works, in a few sentences
 * @param requirements what the attacker must have or be able to do
 * @param references where the attack was published
 * @param defences the guards that stop the attack, and how each of them stops it
 */
public record AttackDescription(
        String id, String title, String idea, List<String> requirements, List<String> references, Defences defences) {
    public AttackDescription {
        requirements = List.copyOf(requirements);
        references = List.copyOf(references);
    }
}
