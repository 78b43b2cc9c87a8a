package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.store.RealmStoreUpgrade;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code hallpass realm upgrade}. */
@Command(
        name = "upgrade",
        description = "Upgrade the stores to this version. Stop the servers first. Database files are backed up.")
public final class RealmUpgradeCommand extends AdminCommand {
    public RealmUpgradeCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        RealmFolder folder = realm.open(environment);
        try (AdminAuditLog audit = openAudit(folder)) {
            List<String> steps = new ArrayList<>(new RealmStoreUpgrade(folder).run());
            if (!folder.hasId()) {
                steps.add("Gave the realm an id, by which its processes notice that it was replaced.");
            }
            if (steps.isEmpty()) {
                terminal.printLine("There is nothing to upgrade.");
            } else {
                audit.record(audit.newEntry(AuditEvent.REALM_UPGRADED));
                steps.forEach(terminal::printLine);
            }
        }
        // Last: the audit log was opened in a realm without an id.
        folder.addMissingId();
        return 0;
    }
}
