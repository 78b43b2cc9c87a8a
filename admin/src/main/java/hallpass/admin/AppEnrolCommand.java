package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.command.Environment;
import hallpass.protocol.Guard;
import hallpass.realm.EnrolmentTokenFiles;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Fact;
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
final class AppEnrolCommand extends AdminCommand {
    AppEnrolCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        RealmFolder folder = realm.open(environment);
        try (AdminAudit audit = audit(folder)) {
            if (folder.config().profile().has(Guard.ENROLMENT_TOKEN)) {
                new EnrolmentTokenFiles(folder).issue(environment.randomness());
            }
            // A file, and durable: it waits for a server that is down, and for an authority that is.
            PrivateFiles.write(
                    folder.enrolmentRequest(), (environment.now() + "\n").getBytes(StandardCharsets.US_ASCII));
            audit.done(audit.entry(AuditEvent.ENROLMENT_ASKED)
                    .with(Fact.SERVER, folder.config().serverName()));
        }
        terminal.line("Asked app to register anew. Its console says when it has; so does hallpass ca list.");
        return 0;
    }
}
