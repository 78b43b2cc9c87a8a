package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.StoreLocation;
import hallpass.message.AuditEvent;
import hallpass.store.RealmStoreMove;
import hallpass.trace.PrintableText;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass realm move}. */
@Command(
        name = "move",
        description = "Move the realm to another store. Stop its servers first; the old store is kept.",
        footer = {
            "",
            "Examples:",
            "  hallpass realm move --to 'jdbc:postgresql://127.0.0.1/hallpass?user=hallpass' \\",
            "      --store-password-file FILE",
            "  hallpass realm move --to sqlite"
        })
public final class RealmMoveCommand extends AdminCommand {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL|sqlite",
            description = "An empty PostgreSQL database, or sqlite for files in the realm's folder.")
    private String to = "";

    @Mixin
    private StorePasswordOption storePassword = new StorePasswordOption();

    public RealmMoveCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        RealmFolder folder = realm.open(environment);
        StoreLocation target = StoreLocation.parse(to);
        String password = storePassword.read();
        try (AdminAuditLog audit = openAudit(folder)) {
            long rows = new RealmStoreMove(folder, target, Optional.of(password).filter(p -> !p.isEmpty())).run();
            audit.record(audit.newEntry(AuditEvent.REALM_MOVED).with("store", target.toString()));
            terminal.printLine("Moved the realm to " + PrintableText.escape(target.toString()) + ": " + rows
                    + " rows, all verified. Start its servers.");
        }
        return 0;
    }
}
