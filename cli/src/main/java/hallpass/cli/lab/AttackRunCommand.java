package hallpass.cli.lab;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackPrincipals;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.Verdict;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabConfig;
import hallpass.attack.lab.TimeAndRandomness;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.HelpOption;
import hallpass.cli.Terminal;
import hallpass.config.RealmException;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import hallpass.trace.TerminalStyle.Colour;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass attack run}. */
@Command(
        name = "run",
        description = "Start the five servers of a temporary realm and run an attack step by step.",
        footer = {
            "",
            "The exit code is 0 if the attack succeeded, or if one of its guards is present and it failed.",
            "",
            "Examples:",
            "  hallpass attack run E4",
            "  hallpass attack run E4 --guards aead",
            "  hallpass attack run E4 --guards hardened --seed 7"
        })
public final class AttackRunCommand implements Callable<Integer> {
    private static final int UNEXPECTED_OUTCOME = 1;

    private final CommandEnvironment environment;
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Parameters(paramLabel = "ID", description = "The attack's id: see hallpass attack list.")
    private String id = "";

    @Option(
            names = "--guards",
            paramLabel = "GUARDS",
            description = "Comma-separated guards; \"hardened\" enables all.")
    private String guards = "";

    @Option(names = "--seed", paramLabel = "N", description = "Seed for names, passwords and initial keys.")
    private Optional<Long> seed = Optional.empty();

    public AttackRunCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws Exception {
        Attack attack = AttackText.findAttack(id);
        Set<Guard> guardSet = AttackText.guards(guards);
        GuardRemarks remarks = new GuardRemarks(attack, guardSet);
        LabConfig config = LabConfig.separateProcesses(TimeAndRandomness.seeded(seed))
                .withGuards(guardSet)
                .withSettings(attack.realmSettings(guardSet));
        terminal.printLine(terminal.style().colour(Colour.MESSAGE, attack.id() + "  " + attack.title()));
        terminal.printLine("");
        Narration.wrap(attack.description().idea(), 80).forEach(terminal::printLine);
        try (Lab lab = startLab(config)) {
            remarks.beforeRun().forEach(this::paragraph);
            Narration narration = new Narration(this::printStep, terminal.style());
            Outcome outcome =
                    attack.run(new AttackContext(lab, AttackPrincipals.of(seed, environment.randomness()), narration));
            printOutcome(outcome);
            remarks.afterRun(outcome).forEach(this::paragraph);
            boolean succeeded = outcome.verdict() == Verdict.SUCCEEDED;
            return succeeded != remarks.isGuarded() ? 0 : UNEXPECTED_OUTCOME;
        } catch (CancellationException e) {
            return 0;
        }
    }

    /** Ends the attack if nobody reads its steps any more. */
    private void printStep(String line) {
        terminal.printLine(line);
        if (terminal.isReaderGone()) {
            throw new CancellationException();
        }
    }

    private Lab startLab(LabConfig config) throws RealmException, InterruptedException, CommandException {
        terminal.printLine("");
        terminal.printLine("Starting the five servers of a realm that is "
                + (config.guards().isEmpty() ? "classic" : "guarded by " + AttackText.describe(config.guards()))
                + " ...");
        Lab lab = Lab.create(config);
        try {
            lab.startServers(EnumSet.copyOf(Party.SERVERS));
            return lab;
        } catch (RealmException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void printOutcome(Outcome outcome) {
        boolean bad = outcome.verdict() == Verdict.SUCCEEDED;
        String code = outcome.code().map(AttackRunCommand::text).orElse("");
        String by = outcome.refusedBy().map(party -> " by " + party.id()).orElse("");
        terminal.printLine("");
        terminal.printLine(terminal.style()
                .colour(
                        bad ? Colour.FAILURE : Colour.SUCCESS,
                        "The attack " + outcome.verdict().pastTense() + by + code + "."));
        Narration.wrap(outcome.evidence(), 77).forEach(line -> terminal.printLine("   " + line));
    }

    private static String text(ErrorCode code) {
        return ", " + code.number() + " " + code;
    }

    private void paragraph(String text) {
        terminal.printLine("");
        Narration.wrap(text, 80).forEach(terminal::printLine);
    }
}
