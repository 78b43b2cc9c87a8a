package hallpass.cli;

import hallpass.config.Version;
import hallpass.console.ExitCode;
import hallpass.console.LibrarySettings;
import hallpass.console.PathConverter;
import hallpass.console.UndecodedText;
import hallpass.store.SqliteNativeLibrary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code hallpass} command, with the commands of the {@link CommandTable}. */
@Command(
        name = "hallpass",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {"A Kerberos and PKI realm that you can run, watch, break and test against.", ""},
        footer = {"", "Start a realm: hallpass realm init. Help for a command: hallpass COMMAND --help."})
public final class HallpassCommand {
    @Mixin
    HelpOption help = new HelpOption();

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    boolean version;

    private HallpassCommand() {}

    public static void main(String... args) {
        LibrarySettings.applyRootLocale();
        LibrarySettings.applySilentLogging();
        LibrarySettings.applyNetty();
        SqliteNativeLibrary.unpackedFolder()
                .ifPresent(
                        folder -> LibrarySettings.setDefault(SqliteNativeLibrary.FOLDER_PROPERTY, folder.toString()));
        System.exit(execute(CommandEnvironment.ofProcess(), args));
    }

    /** Runs a command and returns its exit code. Classes of other commands are not loaded. */
    public static int execute(CommandEnvironment environment, String... args) {
        Optional<String> undecoded = UndecodedText.find(List.of(args), environment.variables());
        if (undecoded.isPresent()) {
            environment.terminal().printError(undecoded.get());
            return ExitCode.USAGE.number();
        }
        return build(environment, List.of(args)).execute(args);
    }

    /** Builds the tree of all commands. */
    static CommandLine commandLine(CommandEnvironment environment) {
        return build(environment, List.of());
    }

    private static CommandLine build(CommandEnvironment environment, List<String> arguments) {
        CommandLine line = new CommandLine(new HallpassCommand());
        line.getCommandSpec().version(Version.banner());
        CommandEntry.addTo(line, CommandTable.ENTRIES, environment, arguments);
        configure(line, environment);
        return line;
    }

    /**
     * Sets output, errors and exit codes. Picocli passes these settings on to the subcommands that
     * are present.
     */
    private static void configure(CommandLine line, CommandEnvironment environment) {
        Terminal terminal = environment.terminal();
        ErrorHandler errors = new ErrorHandler(environment);
        // An argument may begin with @.
        line.registerConverter(Path.class, new PathConverter())
                .setExpandAtFiles(false)
                .setOut(terminal.writer(terminal.out()))
                .setErr(terminal.writer(terminal.err()))
                .setColorScheme(Help.defaultColorScheme(terminal.ansi()))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(parsed -> {
                    int exit = new CommandLine.RunLast().execute(parsed);
                    return terminal.isOutputLost() ? errors.reportLostOutput() : exit;
                });
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values()).forEach(code -> codes.put(" " + code.number(), code.meaning()));
        return codes;
    }
}
