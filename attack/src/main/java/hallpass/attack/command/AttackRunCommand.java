package hallpass.attack.command;

import hallpass.attack.Attack;
import hallpass.attack.Cast;
import hallpass.attack.Outcome;
import hallpass.attack.Stage;
import hallpass.attack.Tale;
import hallpass.attack.Verdict;
import hallpass.attack.lab.Chance;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.client.command.Terminal;
import hallpass.message.ErrorCode;
import hallpass.protocol.Guard;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Style.Tint;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass attack run}. */
@Command(
        name = "run",
        description = "Make a throw-away realm, start its five servers, attack it, and tell every step.",
        footer = {
            "",
            "The exit code is 0 if the attack ended as it should: it succeeds unless one of its guards is there.",
            "",
            "Examples:",
            "  hallpass attack run E4",
            "  hallpass attack run E4 --guards aead",
            "  hallpass attack run E4 --guards hardened --seed 7"
        })
final class AttackRunCommand implements Callable<Integer> {
    private static final int NOT_AS_IT_SHOULD = 1;

    private final Environment environment;
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Parameters(paramLabel = "ID", description = "Which one: see hallpass attack list.")
    private String id = "";

    @Option(
            names = "--guards",
            paramLabel = "GUARDS",
            description = "What the realm has, apart by commas; hardened is all.")
    private String guards = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same names, passwords and first keys for the same N.")
    private Optional<Long> seed = Optional.empty();

    AttackRunCommand(Environment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws Exception {
        Attack attack = AttackText.attack(id);
        Set<Guard> wanted = AttackText.guards(guards);
        GuardRemarks remarks = new GuardRemarks(attack, wanted);
        LabPlan plan = LabPlan.ofProcesses(Chance.of(seed)).with(wanted).with(attack.settings(wanted));
        terminal.line(terminal.style().tint(Tint.MESSAGE, attack.id() + "  " + attack.title()));
        terminal.line("");
        Tale.wrap(attack.card().idea(), 80).forEach(terminal::line);
        try (Lab lab = serve(plan)) {
            remarks.before().forEach(this::paragraph);
            Tale tale = new Tale(terminal::line, terminal.style());
            Outcome outcome = attack.run(new Stage(lab, Cast.of(seed, environment.randomness()), tale));
            tell(outcome);
            remarks.after(outcome).forEach(this::paragraph);
            boolean succeeded = outcome.verdict() == Verdict.SUCCEEDED;
            return succeeded != remarks.isGuarded() ? 0 : NOT_AS_IT_SHOULD;
        }
    }

    private Lab serve(LabPlan plan) throws RealmProblem, InterruptedException, Failure {
        terminal.line("");
        terminal.line("Starting the five servers of a realm that is "
                + (plan.guards().isEmpty() ? "classic" : "guarded by " + AttackText.set(plan.guards())) + " ...");
        Lab lab = Lab.make(plan);
        try {
            lab.serve(EnumSet.copyOf(Party.SERVERS));
            return lab;
        } catch (RealmProblem | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void tell(Outcome outcome) {
        boolean bad = outcome.verdict() == Verdict.SUCCEEDED;
        String code = outcome.code().map(AttackRunCommand::text).orElse("");
        String by = outcome.by().map(party -> " by " + party.id()).orElse("");
        terminal.line("");
        terminal.line(terminal.style()
                .tint(
                        bad ? Tint.BAD : Tint.GOOD,
                        "The attack " + outcome.verdict().past() + by + code + "."));
        Tale.wrap(outcome.evidence(), 77).forEach(line -> terminal.line("   " + line));
    }

    private static String text(ErrorCode code) {
        return ", " + code.number() + " " + code;
    }

    private void paragraph(String text) {
        terminal.line("");
        Tale.wrap(text, 80).forEach(terminal::line);
    }
}
