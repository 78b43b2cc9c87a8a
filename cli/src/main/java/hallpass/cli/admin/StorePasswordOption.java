package hallpass.cli.admin;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * {@code --store-password-file}: the database password. Read from a file, because other users can
 * see command-line arguments.
 */
final class StorePasswordOption {
    private static final int MAX_BYTES = 1024;

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
        byte[] content = PrivateFiles.readSecret(file.get(), MAX_BYTES);
        return new String(content, StandardCharsets.UTF_8).strip();
    }
}
