package hallpass.cli.lab;

import hallpass.attack.Attack;
import hallpass.attack.Attacks;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.HelpOption;
import hallpass.cli.JsonOption;
import hallpass.cli.Terminal;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass attack list}. */
@Command(name = "list", description = "List the attacks and the guards that stop them.")
public final class AttackListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Mixin
    private JsonOption json = new JsonOption();

    public AttackListCommand(CommandEnvironment environment) {
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() {
        List<Attack> all = Attacks.all();
        if (json.requested) {
            json.print(
                    Map.of(
                            "attacks",
                            all.stream().map(AttackListCommand::fields).toList()),
                    terminal);
            return 0;
        }
        terminal.printLine(String.format(Locale.ROOT, "%-4s %-42s %s", "ID", "ATTACK", "STOPPED BY"));
        all.forEach(attack -> terminal.printLine(
                String.format(Locale.ROOT, "%-4s %-42s %s", attack.id(), attack.title(), AttackText.guards(attack))));
        terminal.printLine("");
        terminal.printLine("Run one with: hallpass attack run " + all.get(0).id());
        return 0;
    }

    private static Map<String, Object> fields(Attack attack) {
        return Map.of(
                "id", attack.id(),
                "title", attack.title(),
                "guards", attack.guards().stream().sorted().map(Guard::id).collect(Collectors.toList()));
    }
}
