package hallpass.admin;

import hallpass.client.command.Environment;
import hallpass.client.command.JsonOption;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.RealmProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass user list}. */
@Command(name = "list", description = "List the users, removed ones too, with the versions of their keys.")
final class UserListCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    UserListCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        PrincipalList.of(Kind.USER, realm.open(environment), environment).print("users", json);
        return 0;
    }
}
