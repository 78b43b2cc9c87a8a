package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.command.Environment;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.StoreLocation;
import hallpass.store.RealmMove;
import hallpass.trace.Printable;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass realm move}. */
@Command(
        name = "move",
        description = "Carry the realm to another store. Its servers must be stopped; what it leaves stays as it is.",
        footer = {
            "",
            "Examples:",
            "  hallpass realm move --to 'jdbc:postgresql://127.0.0.1/hallpass?user=hallpass' --store-password-file FILE",
            "  hallpass realm move --to sqlite"
        })
final class RealmMoveCommand extends AdminCommand {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL|sqlite",
            description = "An empty PostgreSQL database, or sqlite for files in the realm's folder.")
    private String to = "";

    @Mixin
    private StorePasswordOption storePassword = new StorePasswordOption();

    RealmMoveCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        RealmFolder folder = realm.open(environment);
        StoreLocation target = StoreLocation.of(to);
        String password = storePassword.read();
        try (AdminAudit audit = audit(folder)) {
            long rows = new RealmMove(folder, target, Optional.of(password).filter(text -> !text.isEmpty())).run();
            audit.done(audit.entry(AuditEvent.REALM_MOVED).with("store", target.toString()));
            terminal.line("Moved the realm to " + Printable.of(target.toString()) + ": " + rows
                    + " rows, compared one by one. Start its servers.");
        }
        return 0;
    }
}
