package hallpass.cli;

import picocli.CommandLine.Option;

/** The {@code --help} option of every command. */
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean requested;
}
