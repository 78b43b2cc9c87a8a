package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.client.command.RealmOption;
import hallpass.client.command.Terminal;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.StoreException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What every command has that works on a realm's own files. */
abstract class AdminCommand implements Callable<Integer> {
    final Environment environment;
    final Terminal terminal;

    @Mixin
    RealmOption realm = new RealmOption();

    @Mixin
    HelpOption help = new HelpOption();

    AdminCommand(Environment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    /** The work; its exit code. */
    abstract int run() throws Failure, RealmProblem;

    /** The audit log, for a command that changes the realm: opened before it does, since what cannot be told is not done. */
    final AdminAudit audit(RealmFolder folder) throws RealmProblem {
        AdminAudit audit = AdminAudit.open(folder, System.getProperty("user.name", "?"), environment.clock());
        audit.warning().ifPresent(terminal::error);
        return audit;
    }

    @Override
    public final Integer call() throws Failure, RealmProblem {
        try {
            return run();
        } catch (StoreException e) {
            // A store that fails is a matter of the realm's files, and its sentence says which.
            throw new RealmProblem(e.sentence(), e);
        }
    }
}
