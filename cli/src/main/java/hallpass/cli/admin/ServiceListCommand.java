package hallpass.cli.admin;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.JsonOption;
import hallpass.config.RealmException;
import hallpass.protocol.Principal.PrincipalType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass service list}. */
@Command(name = "list", description = "List the services, including removed ones, with their key versions.")
public final class ServiceListCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    public ServiceListCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        PrincipalTable.load(PrincipalType.SERVICE, realm.open(environment), environment)
                .print("services", json);
        return 0;
    }
}
