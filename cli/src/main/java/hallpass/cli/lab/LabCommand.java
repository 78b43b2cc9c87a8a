package hallpass.cli.lab;

import hallpass.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass lab}, which only holds those below it. */
@Command(name = "lab", description = "Exercises: a realm for each student, and how far they got in breaking it.")
public final class LabCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
