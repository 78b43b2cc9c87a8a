package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.provisioning.RealmBackup;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hallpass realm backup}. */
@Command(
        name = "backup",
        description = {
            "Back up the realm to one file, with either store; its servers may run.",
            "The file contains all secrets of the realm: keys, password hashes, notes. Keep it as safe as the realm."
        },
        footer = {
            "",
            "Examples:",
            "  hallpass realm backup /var/backups/realm-$(date +%F).zip",
            "  hallpass realm restore /var/backups/realm-2026-12-01.zip --replace"
        })
public final class RealmBackupCommand extends AdminCommand {
    @Parameters(paramLabel = "FILE", description = "A new file outside of the realm's folder.")
    private Path file = Path.of("");

    public RealmBackupCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        RealmFolder folder = realm.open(environment);
        RealmBackup.WrittenBackup backup = new RealmBackup(folder).writeTo(file, environment.now());
        try (AdminAuditLog audit = openAudit(folder)) {
            audit.record(audit.newEntry(AuditEvent.REALM_BACKED_UP).with("archive", backup.sha256()));
        }
        terminal.printLine("Backed up the realm " + backup.manifest().realm() + " to "
                + PrintableText.escape(file.toString()) + ". It contains all secrets of the realm.");
        terminal.printLine("Restore it with: hallpass realm restore " + PrintableText.escape(file.toString()));
        return 0;
    }
}
