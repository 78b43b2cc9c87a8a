package hallpass.adversary.rule;

import java.util.OptionalInt;

/**
 * A rule for the adversary.
 *
 * @param times how often the rule applies; empty for always
 * @param text the rule as it was written
 */
public record Rule(FrameMatcher matcher, RuleAction action, OptionalInt times, String text) {
    @Override
    public String toString() {
        return text;
    }
}
