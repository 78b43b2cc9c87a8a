package hallpass.cli;

import hallpass.console.ExitCode;

/**
 * An error as the user reads it.
 *
 * @param problem the fact
 * @param nextStep what to do about it; empty if the problem says so already
 */
public record Explanation(ExitCode exit, String problem, String nextStep) {
    public Explanation(ExitCode exit, String message) {
        this(exit, message, "");
    }

    /** The problem and the next step as one sentence. */
    public String message() {
        return nextStep.isEmpty() ? problem : problem + ": " + nextStep;
    }
}
