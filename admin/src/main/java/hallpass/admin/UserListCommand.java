package hallpass.admin;

import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.client.command.JsonOption;
import hallpass.client.command.RealmOption;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.RealmProblem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass user list}. */
@Command(name = "list", description = "List the users, removed ones too, with the versions of their keys.")
final class UserListCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOption realm = new RealmOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Mixin
    private JsonOption json = new JsonOption();

    UserListCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws RealmProblem {
        PrincipalList.of(Kind.USER, realm.open(environment), environment).print("users", json);
        return 0;
    }
}
