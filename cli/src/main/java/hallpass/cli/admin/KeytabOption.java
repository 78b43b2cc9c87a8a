package hallpass.cli.admin;

import hallpass.config.RealmFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --key-table}: the keytab to which a command writes the key of a service. */
final class KeytabOption {
    @Option(
            names = "--key-table",
            paramLabel = "FILE",
            description = "The keytab of the service (default: the keytab of the realm's service server).")
    private Optional<Path> file = Optional.empty();

    Path fileIn(RealmFolder realm) {
        return file.orElse(realm.serviceKeytab());
    }
}
