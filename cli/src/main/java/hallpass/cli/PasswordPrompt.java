package hallpass.cli;

import java.util.Optional;

/** Prompts for a password. */
@FunctionalInterface
public interface PasswordPrompt {
    /**
     * Returns the typed text, read without echo; empty at the end of input. The caller overwrites
     * it.
     */
    Optional<char[]> readPassword(String question);
}
