package hallpass.adversary.rule;

import java.util.OptionalInt;

/**
 * One line of what the adversary is told to do.
 *
 * @param times how often; empty for always
 * @param text as it was written
 */
public record Rule(FrameMatcher matcher, RuleAction action, OptionalInt times, String text) {
    /** The same as a person wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
