package hallpass.cli.admin;

import hallpass.config.RealmFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --keytab}: the keytab that a command creates or updates. */
final class KeytabOption {
    @Option(
            names = {"--keytab", "--key-table"},
            paramLabel = "FILE",
            description = "The keytab of the service (default: the keytab of the realm's service server).")
    private Optional<Path> file = Optional.empty();

    Path fileIn(RealmFolder realm) {
        return file.orElse(realm.serviceKeytab());
    }
}
