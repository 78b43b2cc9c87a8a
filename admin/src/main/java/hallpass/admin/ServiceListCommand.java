package hallpass.admin;

import hallpass.client.command.Environment;
import hallpass.client.command.JsonOption;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.RealmProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass service list}. */
@Command(name = "list", description = "List the services, removed ones too, with the versions of their keys.")
final class ServiceListCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    ServiceListCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        PrincipalList.of(Kind.SERVICE, realm.open(environment), environment).print("services", json);
        return 0;
    }
}
