package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.NameArguments;
import hallpass.cli.PasswordInput;
import hallpass.client.ClientException;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.StringToKey.SaltedKey;
import hallpass.message.AuditEvent;
import hallpass.message.PrincipalName;
import hallpass.provisioning.KdcPrincipals;
import hallpass.provisioning.UserProvisioner;
import hallpass.store.PrincipalStore;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.trace.TraceEvent.ActionPerformed;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass user add}. */
@Command(
        name = "add",
        description = "Add a user, whose key is derived from a password.",
        footer = {
            "",
            "Examples:",
            "  hallpass user add alice",
            "  printf '%%s\\n' \"$$PASSWORD\" | hallpass user add alice --password-stdin"
        })
public final class UserAddCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Option(names = "--password-stdin", description = "Read the password from standard input (one line, UTF-8).")
    private boolean passwordStdin;

    public UserAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws ClientException, CommandException, RealmException {
        RealmFolder folder = realm.open(environment);
        PrincipalName user = NameArguments.user(name, folder.config());
        try (PrincipalStore principals = KdcPrincipals.open(folder, environment.randomness())) {
            UserProvisioner users =
                    new UserProvisioner(principals, folder.config().profile(), environment.randomness());
            add(user, users, folder);
        }
        terminal.printLine("Added " + user + ". Next: hallpass login " + user);
        return 0;
    }

    private void add(PrincipalName user, UserProvisioner users, RealmFolder folder)
            throws ClientException, CommandException, RealmException {
        SaltedKey key = keyFromPassword(user, users);
        try (AdminAuditLog audit = openAudit(folder)) {
            int version = users.add(user, key, environment.now());
            audit.record(audit.newEntry(AuditEvent.USER_ADDED)
                    .with(AuditField.CLIENT, user)
                    .with(AuditField.KEY_VERSION, version));
            AdminTrace.printingTo(terminal)
                    .emit(new ActionPerformed(Action.CLIENT_KEY_DERIVED, "K_c (" + user + " v" + version + ")"));
        }
    }

    private SaltedKey keyFromPassword(PrincipalName user, UserProvisioner users)
            throws ClientException, RealmException {
        char[] password = new PasswordInput(terminal, passwordStdin)
                .nextNew("Password of " + user + ": ")
                .readPassword();
        try {
            return users.deriveKey(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
