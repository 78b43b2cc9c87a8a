package hallpass.cli.lab;

import hallpass.attack.Attack;
import hallpass.attack.Narration;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.HelpOption;
import hallpass.cli.Terminal;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmTemplate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass attack show}. */
@Command(
        name = "show",
        description = "Explain an attack: the idea, its requirements, and why it works.",
        footer = {"", "Examples:", "  hallpass attack show E4"})
public final class AttackShowCommand implements Callable<Integer> {
    private static final int COLUMNS = 80;

    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Parameters(paramLabel = "ID", description = "The attack's id: see hallpass attack list.")
    private String id = "";

    public AttackShowCommand(CommandEnvironment environment) {
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws CommandException, RealmException {
        Attack attack = AttackText.findAttack(id);
        RealmConfig realm =
                RealmConfig.parse(RealmTemplate.render(0, attack.realmSettings(Set.of())), "an attack's realm");
        terminal.printLine(attack.id() + "  " + attack.title());
        terminal.printLine("");
        Narration.wrap(attack.description().idea(), COLUMNS).forEach(terminal::printLine);
        items("Requirements", attack.description().requirements());
        items("Realm settings", attack.realmSettingLines());
        List<String> arithmetic = attack.explanation(realm);
        if (!arithmetic.isEmpty()) {
            terminal.printLine("");
            terminal.printLine("Why it works");
            arithmetic.forEach(line -> terminal.printLine("  " + line));
        }
        items(
                "Negative controls",
                attack.negativeControls().stream()
                        .map(Attack.NegativeControl::reason)
                        .toList());
        items("Stopped by", List.of(AttackText.guards(attack)));
        items("Remarks", attack.remarks());
        items("References", attack.description().references());
        terminal.printLine("");
        terminal.printLine("Run it with: hallpass attack run " + attack.id());
        return 0;
    }

    private void items(String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        terminal.printLine("");
        terminal.printLine(title);
        for (String item : items) {
            List<String> lines = Narration.wrap(item, COLUMNS - 4);
            terminal.printLine("  - " + lines.get(0));
            lines.subList(1, lines.size()).forEach(line -> terminal.printLine("    " + line));
        }
    }
}
