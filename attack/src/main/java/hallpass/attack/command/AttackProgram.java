package hallpass.attack.command;

import hallpass.admin.Hallpass;
import hallpass.client.command.ClientCommands;
import hallpass.client.command.Environment;
import java.util.List;
import picocli.CommandLine;

/** The {@code hallpass} command with all that it has, attacks too. */
public final class AttackProgram {
    private AttackProgram() {}

    public static void main(String... args) {
        // The jars of the servers bring a logger of their own, and two make SLF4J say so. Here, nobody logs.
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.exit(commandLine(Environment.ofProcess()).execute(args));
    }

    static CommandLine commandLine(Environment environment) {
        CommandLine line = Hallpass.commandLine(environment);
        // There, it only says where this is.
        List.of("attack", "lab").forEach(line.getCommandSpec()::removeSubcommand);
        line.addSubcommand(new CommandLine(new AttackCommand())
                .addSubcommand(new AttackListCommand(environment))
                .addSubcommand(new AttackShowCommand(environment))
                .addSubcommand(new AttackRunCommand(environment))
                .addSubcommand(new AttackMatrixCommand(environment)));
        line.addSubcommand(new CommandLine(new LabCommand())
                .addSubcommand(new LabNewCommand(environment))
                .addSubcommand(new LabPlayCommand(environment))
                .addSubcommand(new LabCheckCommand(environment)));
        ClientCommands.configure(line, environment);
        return line;
    }
}
