package hallpass.cli.admin;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.JsonOption;
import hallpass.config.RealmException;
import hallpass.protocol.Principal.PrincipalType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass user list}. */
@Command(name = "list", description = "List the users, including removed ones, with their key versions.")
public final class UserListCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    public UserListCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        PrincipalTable.load(PrincipalType.USER, realm.open(environment), environment)
                .print("users", json);
        return 0;
    }
}
