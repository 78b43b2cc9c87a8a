package hallpass.cli.admin;

import hallpass.config.RealmFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --key-table}, for commands that write a service's key where the service finds it. */
final class KeytabOption {
    @Option(
            names = "--key-table",
            paramLabel = "FILE",
            description = "The service's key table (default: that of the realm's own service server).")
    private Optional<Path> file = Optional.empty();

    Path fileIn(RealmFolder realm) {
        return file.orElse(realm.serviceKeytab());
    }
}
