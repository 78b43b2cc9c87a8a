package hallpass.client.command;

import hallpass.client.Failure;
import hallpass.client.PasswordSource;
import java.util.Arrays;
import java.util.Optional;

/** A password that is asked for once and used several times; wiped when closed. */
final class Remembered implements PasswordSource, AutoCloseable {
    private final PasswordSource source;
    private Optional<char[]> password = Optional.empty();

    Remembered(PasswordSource source) {
        this.source = source;
    }

    @Override
    public char[] ask() throws Failure {
        if (password.isEmpty()) {
            password = Optional.of(source.ask());
        }
        return password.get().clone();
    }

    /** Whether both are one password. */
    boolean isSameAs(Remembered other) throws Failure {
        char[] mine = ask();
        char[] theirs = other.ask();
        try {
            return Arrays.equals(mine, theirs);
        } finally {
            Arrays.fill(mine, '\0');
            Arrays.fill(theirs, '\0');
        }
    }

    @Override
    public void close() {
        password.ifPresent(kept -> Arrays.fill(kept, '\0'));
    }
}
