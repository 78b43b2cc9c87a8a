package hallpass.admin;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands for a command that starts servers or plays their victims, and so is in another jar: this one knows none. */
@Command
final class InAttackJar implements Callable<Integer> {
    @Unmatched
    @SuppressWarnings("UnusedVariable") // taken, so that the one sentence is about where the command is
    private String[] arguments = {};

    private final String name;

    private InAttackJar(String name) {
        this.name = name;
    }

    static CommandLine named(String name, String description) {
        CommandLine command = new CommandLine(new InAttackJar(name));
        command.getCommandSpec().name(name).usageMessage().description(description);
        return command;
    }

    @Override
    public Integer call() throws Failure {
        throw new Failure(
                ExitCode.USAGE,
                "hallpass " + name + " is not in admin.jar",
                "run scripts/hallpass " + name + ", or attack.jar beside it");
    }
}
