package hallpass.cli;

import hallpass.crypto.Randomness;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What a command finds around it. Handed in, so that a test can be one.
 *
 * @param variables the process's environment variables
 * @param home the user's home folder
 * @param clock before any {@code --clock-offset}
 */
public record CommandEnvironment(
        Map<String, String> variables, Path home, Terminal terminal, InstantSource clock, Randomness randomness) {
    /** That of this process. */
    public static CommandEnvironment ofProcess() {
        Map<String, String> variables = System.getenv();
        return new CommandEnvironment(
                variables,
                Path.of(System.getProperty("user.home", ".")),
                Terminal.ofProcess(variables),
                InstantSource.system(),
                Randomness.secure());
    }

    /** The time in whole milliseconds, as stores and wires keep it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A variable's value; empty where it is not set. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    boolean isDebugEnabled() {
        return variable("HALLPASS_DEBUG").equals("1");
    }
}
