package hallpass.cli.lab;

import hallpass.attack.Attacks;
import hallpass.attack.matrix.AttackMatrix;
import hallpass.attack.matrix.MatrixHtml;
import hallpass.attack.matrix.MatrixJson;
import hallpass.attack.matrix.MatrixRun;
import hallpass.attack.matrix.MatrixText;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.HelpOption;
import hallpass.cli.Json;
import hallpass.cli.ProgressBar;
import hallpass.cli.Terminal;
import hallpass.config.OutputFile;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass attack matrix}. */
@Command(
        name = "matrix",
        description = "Run every attack in realms without guards, with each guard alone, and with all guards.",
        footer = {
            "",
            "The exit code is 0 if exactly the guards that its description lists stop an attack.",
            "",
            "Examples:",
            "  hallpass attack matrix",
            "  hallpass attack matrix --out /tmp/matrix"
        })
public final class AttackMatrixCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Option(names = "--out", paramLabel = "DIR", description = "Write matrix.html and matrix.json to this folder.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed for names, passwords, keys and times.")
    private Optional<Long> seed = Optional.empty();

    public AttackMatrixCommand(CommandEnvironment environment) {
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws Exception {
        if (out.isPresent()) {
            createFolder(out.get());
            html(out.get()).requireWritable();
            json(out.get()).requireWritable();
        }
        MatrixRun run = MatrixRun.withAllGuardSets(Attacks.all(), seed);
        AttackMatrix matrix;
        try (ProgressBar progress = new ProgressBar(run.cellCount(), terminal)) {
            matrix = run.run(cell -> {
                progress.advance(cell.attack().id() + " " + cell.guardSet().name());
                requireReader();
            });
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException) {
                return 0;
            }
            throw e;
        }
        MatrixText.lines(matrix).forEach(terminal::printLine);
        if (out.isPresent()) {
            write(matrix, out.get());
        }
        List<String> surprises = MatrixText.unexpectedLines(matrix);
        surprises.forEach(line -> terminal.printError("unexpected outcome: " + line));
        return surprises.isEmpty() ? ExitCode.OK.number() : ExitCode.INTERNAL_ERROR.number();
    }

    /** Ends the run if nobody reads the result. */
    private void requireReader() {
        if (out.isEmpty() && terminal.isReaderGone()) {
            throw new CancellationException();
        }
    }

    private void write(AttackMatrix matrix, Path folder) throws RealmException {
        html(folder).write(MatrixHtml.of(matrix).getBytes(StandardCharsets.UTF_8));
        json(folder).write((Json.encode(MatrixJson.of(matrix)) + "\n").getBytes(StandardCharsets.UTF_8));
        terminal.printLine("");
        terminal.printLine("Wrote " + PrintableText.escape(html(folder).path().toString()) + " and "
                + PrintableText.escape(json(folder).path().toString()) + ".");
    }

    private static OutputFile html(Path folder) {
        return new OutputFile(folder.resolve("matrix.html"));
    }

    private static OutputFile json(Path folder) {
        return new OutputFile(folder.resolve("matrix.json"));
    }

    /** Checked first, because the run takes minutes. */
    private static void createFolder(Path folder) throws CommandException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CommandException(
                    ExitCode.OUTPUT_LOST,
                    PrintableText.escape(folder.toString()) + " is not a folder",
                    "give a folder with --out");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }

    private static CommandException cannotWrite(Path folder, IOException e) {
        return new CommandException(
                ExitCode.OUTPUT_LOST,
                PrintableText.escape(folder.toString()) + " is not writable ("
                        + PrintableText.escape(String.valueOf(e.getMessage())) + ")",
                "give another folder with --out");
    }
}
