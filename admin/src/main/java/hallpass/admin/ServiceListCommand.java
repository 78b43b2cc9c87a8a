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

/** {@code hallpass service list}. */
@Command(name = "list", description = "List the services, removed ones too, with the versions of their keys.")
final class ServiceListCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOption realm = new RealmOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Mixin
    private JsonOption json = new JsonOption();

    ServiceListCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws RealmProblem {
        PrincipalList.of(Kind.SERVICE, realm.open(environment), environment).print("services", json);
        return 0;
    }
}
