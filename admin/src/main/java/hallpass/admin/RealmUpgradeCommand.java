package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.command.Environment;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.RealmUpgrade;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code hallpass realm upgrade}. */
@Command(
        name = "upgrade",
        description = "Bring the realm's stores to this version. Its servers must be stopped; files are copied first.")
final class RealmUpgradeCommand extends AdminCommand {
    RealmUpgradeCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        RealmFolder folder = realm.open(environment);
        try (AdminAudit audit = audit(folder)) {
            List<String> done = new RealmUpgrade(folder).run();
            if (done.isEmpty()) {
                terminal.line("There is nothing to upgrade.");
            } else {
                audit.done(audit.entry(AuditEvent.REALM_UPGRADED));
                done.forEach(terminal::line);
            }
        }
        return 0;
    }
}
