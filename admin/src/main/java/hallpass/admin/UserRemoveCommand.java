package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.Names;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Fact;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hallpass user remove}. */
@Command(name = "remove", description = "Remove a user: the AS and the TGS refuse them at once.")
final class UserRemoveCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    UserRemoveCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        PrincipalName user = Names.user(name);
        RealmFolder folder = realm.open(environment);
        try (AdminAudit audit = audit(folder);
                PrincipalStore principals = Kdc.open(folder, environment.randomness())) {
            Optional<Principal> found = principals.find(user).filter(principal -> principal.kind() == Kind.USER);
            if (found.isEmpty() || !principals.remove(user, environment.now())) {
                throw new Failure(
                        ExitCode.REFUSED, "the realm has no user " + user, "see who it has with hallpass user list");
            }
            audit.done(audit.entry(AuditEvent.USER_REMOVED).with(Fact.CLIENT, user));
        }
        terminal.line("Removed " + user + ". Tokens that services already hold end by themselves.");
        return 0;
    }
}
