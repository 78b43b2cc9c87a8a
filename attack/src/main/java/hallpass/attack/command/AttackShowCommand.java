package hallpass.attack.command;

import hallpass.attack.Attack;
import hallpass.attack.Tale;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.client.command.Terminal;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass attack show}. */
@Command(
        name = "show",
        description = "Explain an attack: its idea, what it needs, why it works.",
        footer = {"", "Examples:", "  hallpass attack show E4"})
final class AttackShowCommand implements Callable<Integer> {
    private static final int COLUMNS = 80;

    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Parameters(paramLabel = "ID", description = "Which one: see hallpass attack list.")
    private String id = "";

    AttackShowCommand(Environment environment) {
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws Failure, RealmProblem {
        Attack attack = AttackText.attack(id);
        RealmConfig realm = RealmConfig.parse(RealmTemplate.render(0, attack.settings(Set.of())), "an attack's realm");
        terminal.line(attack.id() + "  " + attack.title());
        terminal.line("");
        Tale.wrap(attack.card().idea(), COLUMNS).forEach(terminal::line);
        items("It needs", attack.card().needs());
        items("Its realm has", attack.realm());
        List<String> arithmetic = attack.arithmetic(realm);
        if (!arithmetic.isEmpty()) {
            terminal.line("");
            terminal.line("Why it works");
            arithmetic.forEach(line -> terminal.line("  " + line));
        }
        items(
                "It must fail with",
                attack.controls().stream().map(Attack.Control::why).toList());
        items("It is stopped by", List.of(AttackText.guards(attack)));
        items("Besides", attack.remarks());
        items("Sources", attack.card().sources());
        terminal.line("");
        terminal.line("Try it with: hallpass attack run " + attack.id());
        return 0;
    }

    private void items(String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(title);
        for (String item : items) {
            List<String> lines = Tale.wrap(item, COLUMNS - 4);
            terminal.line("  - " + lines.get(0));
            lines.subList(1, lines.size()).forEach(line -> terminal.line("    " + line));
        }
    }
}
