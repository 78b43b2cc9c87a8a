package hallpass.cli.client;

import hallpass.client.ClientException;
import hallpass.client.PasswordSource;
import java.util.Arrays;
import java.util.Optional;

/** A password that is read once and used several times; overwritten when closed. */
public final class ReusablePassword implements PasswordSource, AutoCloseable {
    private final PasswordSource source;
    private Optional<char[]> password = Optional.empty();

    public ReusablePassword(PasswordSource source) {
        this.source = source;
    }

    @Override
    public char[] readPassword() throws ClientException {
        if (password.isEmpty()) {
            password = Optional.of(source.readPassword());
        }
        return password.get().clone();
    }

    boolean isSameAs(ReusablePassword other) throws ClientException {
        char[] mine = readPassword();
        char[] theirs = other.readPassword();
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
