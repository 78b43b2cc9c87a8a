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
        description =
                "Have the application server register anew with the authority, such as after its certificate was revoked.",
        footer = {
            "",
            "It does so within a second if it runs, and else at its next start.",
            "Where the authority asks for an enrolment token, app is given a new one.",
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
            // A file, and durable: it waits for a server that is down, and for an authority that is.
            PrivateFiles.write(
                    folder.enrolmentRequest(), (environment.now() + "\n").getBytes(StandardCharsets.US_ASCII));
            audit.record(audit.newEntry(AuditEvent.ENROLMENT_ASKED)
                    .with(AuditField.SERVER, folder.config().serverName()));
        }
        terminal.printLine("Asked app to register anew. Its console says when it has; so does hallpass ca list.");
        return 0;
    }
}
