package hallpass.cli.admin;

import hallpass.config.RealmException;
import hallpass.config.StorePassword;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * {@code --store-password-file}: the database password. Read from a file, because other users can
 * see command-line arguments.
 */
final class StorePasswordOption {
    @Option(
            names = "--store-password-file",
            paramLabel = "FILE",
            description = "A file with the password of the database user. The realm keeps a copy.")
    private Optional<Path> file = Optional.empty();

    /** Returns the password; empty if the option is not given. */
    String read() throws RealmException {
        if (file.isEmpty()) {
            return "";
        }
        return StorePassword.read(file.get());
    }
}
