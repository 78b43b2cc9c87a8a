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
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What every command has that works on a realm's own files. */
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

    /** The work; its exit code. */
    abstract int run() throws ClientException, CommandException, RealmException;

    /** The audit log, for a command that changes the realm: opened before it does, since what cannot be told is not done. */
    final AdminAuditLog openAudit(RealmFolder folder) throws RealmException {
        AdminAuditLog audit = AdminAuditLog.open(folder, System.getProperty("user.name", "?"), environment.clock());
        audit.warning().ifPresent(terminal::printError);
        return audit;
    }

    @Override
    public final Integer call() throws ClientException, CommandException, RealmException {
        try {
            return run();
        } catch (StoreException e) {
            // The table of next steps covers only checked errors.
            throw e.toRealmException();
        }
    }
}
