package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.NameArguments;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.message.AuditEvent;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.provisioning.KdcPrincipals;
import hallpass.store.PrincipalStore;
import hallpass.trace.AuditField;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hallpass user remove}. */
@Command(name = "remove", description = "Remove a user. The AS and the TGS refuse the user from now on.")
public final class UserRemoveCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    public UserRemoveCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        RealmFolder folder = realm.open(environment);
        PrincipalName user = NameArguments.user(name, folder.config());
        try (AdminAuditLog audit = openAudit(folder);
                PrincipalStore principals = KdcPrincipals.open(folder, environment.randomness())) {
            Optional<Principal> found =
                    principals.find(user).filter(principal -> principal.type() == PrincipalType.USER);
            if (found.isEmpty() || !principals.remove(user, environment.now())) {
                throw new CommandException(
                        ExitCode.REFUSED, "the realm has no user " + user, "list the users with hallpass user list");
            }
            audit.record(audit.newEntry(AuditEvent.USER_REMOVED).with(AuditField.CLIENT, user));
        }
        terminal.printLine("Removed " + user + ". Tokens already issued stay valid until they expire.");
        return 0;
    }
}
