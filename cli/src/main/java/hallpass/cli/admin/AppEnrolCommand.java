package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.protocol.Guard;
import hallpass.trace.AuditField;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;

/** {@code hallpass app enrol}. */
@Command(
        name = "enrol",
        description = "Make the application server enrol again at the CA, for example after a revocation.",
        footer = {
            "",
            "A running server registers within a second, a stopped one when it starts.",
            "If the realm requires an enrolment token, the server gets a new one.",
            "",
            "Examples:",
            "  hallpass app enrol"
        })
public final class AppEnrolCommand extends AdminCommand {
    public AppEnrolCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        RealmFolder folder = realm.open(environment);
        try (AdminAuditLog audit = openAudit(folder)) {
            if (folder.config().profile().has(Guard.ENROLMENT_TOKEN)) {
                new EnrolmentTokenFiles(folder).issue(environment.randomness());
            }
            // The request is a file, so that it survives restarts of the server and of the CA.
            PrivateFiles.write(
                    folder.enrolmentRequest(), (environment.now() + "\n").getBytes(StandardCharsets.US_ASCII));
            audit.record(audit.newEntry(AuditEvent.ENROLMENT_ASKED)
                    .with(AuditField.SERVER, folder.config().serverName()));
        }
        terminal.printLine("Requested a new enrolment. Afterwards, hallpass ca list shows the new certificate.");
        return 0;
    }
}
