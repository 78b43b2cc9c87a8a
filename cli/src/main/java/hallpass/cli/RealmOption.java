package hallpass.cli;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.RealmFolderOption;
import java.nio.file.Path;

/** The option {@code --realm}, with the environment of a command. */
public final class RealmOption extends RealmFolderOption {
    /** Opens the realm of the option, of the environment, or of the default folder. */
    public RealmFolder open(CommandEnvironment environment) throws RealmException {
        return open(environment.variables());
    }

    /** The folder of the option, of the environment, or the default one; it need not exist. */
    public Path folder(CommandEnvironment environment) {
        return folder(environment.variables());
    }

    /** The folder without the option. */
    public static Path defaultFolder(CommandEnvironment environment) {
        return RealmFolder.defaultFolder(environment.variables());
    }
}
