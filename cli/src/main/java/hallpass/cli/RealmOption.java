package hallpass.cli;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the realm. */
public final class RealmOption {
    @Option(
            names = "--realm",
            paramLabel = "DIR",
            description = "The realm's folder; $$HALLPASS_REALM unless given, or else ./realm.")
    private Optional<Path> folder = Optional.empty();

    /** The realm of the option, of the environment, or of this folder. */
    public RealmFolder open(CommandEnvironment environment) throws RealmException {
        return RealmFolder.open(folder.orElseGet(() -> defaultFolder(environment)));
    }

    /** Where the realm is unless an option says otherwise. */
    public static Path defaultFolder(CommandEnvironment environment) {
        return RealmFolder.defaultRoot(environment.variables());
    }
}
