package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.HelpOption;
import hallpass.cli.RealmOption;
import hallpass.cli.Terminal;
import hallpass.client.ClientException;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that works on the files of a realm. */
abstract class AdminCommand implements Callable<Integer> {
    final CommandEnvironment environment;
    final Terminal terminal;

    @Mixin
    RealmOption realm = new RealmOption();

    @Mixin
    HelpOption help = new HelpOption();

    AdminCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    /** Runs the command and returns its exit code. */
    abstract int run() throws ClientException, CommandException, InterruptedException, RealmException;

    /**
     * Opens the audit log. A command opens it before it changes the realm, so that no change goes
     * unrecorded.
     */
    final AdminAuditLog openAudit(RealmFolder folder) throws RealmException {
        AdminAuditLog audit = AdminAuditLog.open(folder, operator(), environment.clock());
        audit.warning().ifPresent(terminal::printError);
        return audit;
    }

    /**
     * The name of the operating system user, which the audit log records; the number of an account
     * without a name.
     */
    static String operator() {
        String name = System.getProperty("user.name", "?");
        return name.isBlank() || name.equals("?") ? "uid " + userId() : name;
    }

    private static String userId() {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "unknown";
        }
    }

    @Override
    public final Integer call() throws ClientException, CommandException, InterruptedException, RealmException {
        try {
            return run();
        } catch (StoreException e) {
            // The table of next steps covers only checked errors.
            throw e.toRealmException();
        }
    }
}
