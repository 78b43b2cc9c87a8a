package hallpass.cli.admin;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * {@code --store-password-file}: the password of a realm's user in its database is read from a file, for an argument could
 * be seen by others.
 */
final class StorePasswordOption {
    private static final int MAX_BYTES = 1024;

    @Option(
            names = "--store-password-file",
            paramLabel = "FILE",
            description = "Holds the password of the URL's user; it is copied into the realm.")
    private Optional<Path> file = Optional.empty();

    /** Empty without a file. */
    String read() throws RealmException {
        if (file.isEmpty()) {
            return "";
        }
        byte[] content = PrivateFiles.readSecret(file.get(), MAX_BYTES);
        return new String(content, StandardCharsets.UTF_8).strip();
    }
}
