package hallpass.client.command;

import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
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
    public RealmFolder open(Environment environment) throws RealmProblem {
        return RealmFolder.open(folder.orElseGet(() -> defaultFolder(environment)));
    }

    /** Where the realm is unless an option says otherwise. */
    public static Path defaultFolder(Environment environment) {
        return RealmFolder.defaultPlace(environment.variables());
    }
}
