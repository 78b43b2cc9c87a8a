package hallpass.console;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --realm} of every command line. */
public class RealmFolderOption {
    @Option(
            names = "--realm",
            paramLabel = "DIR",
            description = "The realm folder (default: $$HALLPASS_REALM, or else ./hallpass-realm).")
    private Optional<Path> folder = Optional.empty();

    /** Opens the realm of the option, of the environment, or of the default folder. */
    public final RealmFolder open(Map<String, String> environment) throws RealmException {
        return RealmFolder.open(folder(environment));
    }

    /** The folder of the option, of the environment, or the default one; it need not exist. */
    public final Path folder(Map<String, String> environment) {
        return folder.orElseGet(() -> RealmFolder.defaultFolder(environment));
    }
}
