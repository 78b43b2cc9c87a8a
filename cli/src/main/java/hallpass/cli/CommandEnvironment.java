package hallpass.cli;

import hallpass.crypto.Randomness;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The environment of a command. Tests pass their own.
 *
 * @param variables the environment variables
 * @param home the home folder of the user; empty if it is unknown
 * @param clock the clock without {@code --clock-offset}
 */
public record CommandEnvironment(
        Map<String, String> variables,
        Optional<Path> home,
        Terminal terminal,
        InstantSource clock,
        Randomness randomness) {
    public static CommandEnvironment ofProcess() {
        Map<String, String> variables = System.getenv();
        return new CommandEnvironment(
                variables,
                homeFolder(variables, System.getProperty("user.home", "")),
                Terminal.ofProcess(variables),
                InstantSource.system(),
                Randomness.secure());
    }

    /**
     * The folder in {@code $HOME}, else that of the account. Java reports an account without an
     * entry in the user database as {@code ?}.
     */
    static Optional<Path> homeFolder(Map<String, String> variables, String accountHome) {
        return Stream.of(variables.getOrDefault("HOME", ""), accountHome)
                .filter(folder -> folder.startsWith("/"))
                .findFirst()
                .map(Path::of);
    }

    /** The time in whole milliseconds, as on the wire and in the stores. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The value of a variable, or an empty string. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    boolean isDebugEnabled() {
        return variable("HALLPASS_DEBUG").equals("1");
    }
}
