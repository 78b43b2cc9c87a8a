package hallpass.admin;

import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.client.command.RealmOption;
import hallpass.client.command.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What every command has that works on a realm's own files. */
abstract class AdminCommand implements Callable<Integer> {
    final Environment environment;
    final Terminal terminal;

    @Mixin
    RealmOption realm = new RealmOption();

    @Mixin
    HelpOption help = new HelpOption();

    AdminCommand(Environment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }
}
