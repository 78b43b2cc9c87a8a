package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.Names;
import hallpass.client.command.Passwords;
import hallpass.crypto.PasswordToKey.NewKey;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import hallpass.trace.TraceEvent.Done;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass user add}. */
@Command(
        name = "add",
        description = "Add a user, whose key is made from a password.",
        footer = {
            "",
            "Examples:",
            "  hallpass user add alice",
            "  printf '%%s\\n' \"$$PASSWORD\" | hallpass user add alice --password-stdin"
        })
final class UserAddCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Option(names = "--password-stdin", description = "Read the password from standard input, one line of UTF-8.")
    private boolean passwordStdin;

    UserAddCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        RealmFolder folder = realm.open(environment);
        PrincipalName user = Names.user(name);
        try (PrincipalStore principals = Kdc.open(folder, environment.randomness())) {
            NewUsers users = new NewUsers(principals, folder.config().profile(), environment.randomness());
            add(user, users, folder);
        }
        terminal.line("Added " + user + ". Next: hallpass login " + user);
        return 0;
    }

    private void add(PrincipalName user, NewUsers users, RealmFolder folder) throws Failure, RealmProblem {
        NewKey key = keyFromPassword(user, users);
        try (AdminAudit audit = audit(folder)) {
            int version = users.add(user, key, environment.now());
            audit.done(
                    audit.entry(AuditEvent.USER_ADDED).with(Fact.CLIENT, user).with(Fact.KEY_VERSION, version));
            AdminStory.on(terminal).tell(new Done(Deed.KEY_FROM_PASSWORD, "K_c (" + user + " v" + version + ")"));
        }
    }

    private NewKey keyFromPassword(PrincipalName user, NewUsers users) throws Failure {
        char[] password = new Passwords(terminal, passwordStdin)
                .nextNew("Password of " + user + ": ")
                .ask();
        try {
            return users.keyFrom(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
