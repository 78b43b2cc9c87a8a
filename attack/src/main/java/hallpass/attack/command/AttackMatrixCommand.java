package hallpass.attack.command;

import hallpass.attack.Attacks;
import hallpass.attack.matrix.Matrix;
import hallpass.attack.matrix.MatrixHtml;
import hallpass.attack.matrix.MatrixJson;
import hallpass.attack.matrix.MatrixRun;
import hallpass.attack.matrix.MatrixText;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.client.command.Json;
import hallpass.client.command.Terminal;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass attack matrix}. */
@Command(
        name = "matrix",
        description = "Try every attack in realms without guards, with each guard alone, and with all of them.",
        footer = {
            "",
            "The exit code is 0 if every attack is stopped by its guards, and by no other.",
            "",
            "Examples:",
            "  hallpass attack matrix",
            "  hallpass attack matrix --out /tmp/matrix"
        })
final class AttackMatrixCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    HelpOption help = new HelpOption();

    @Option(names = "--out", paramLabel = "DIR", description = "Write matrix.html and matrix.json into this folder.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "The same names, passwords and keys for the same N.")
    private Optional<Long> seed = Optional.empty();

    AttackMatrixCommand(Environment environment) {
        this.terminal = environment.terminal();
    }

    @Override
    public Integer call() throws Exception {
        if (out.isPresent()) {
            requireFolder(out.get());
        }
        MatrixRun run = MatrixRun.whole(Attacks.all(), seed);
        Matrix matrix;
        try (ProgressBar progress = new ProgressBar(run.cells(), terminal)) {
            matrix = run.run(progress);
        }
        MatrixText.lines(matrix).forEach(terminal::line);
        if (out.isPresent()) {
            write(matrix, out.get());
        }
        List<String> surprises = MatrixText.surprises(matrix);
        surprises.forEach(line -> terminal.error("not as it should be: " + line));
        return surprises.isEmpty() ? ExitCode.OK.number() : ExitCode.FAULT.number();
    }

    private void write(Matrix matrix, Path folder) throws Failure, RealmProblem {
        Path html = folder.resolve("matrix.html");
        Path json = folder.resolve("matrix.json");
        try {
            Files.writeString(html, MatrixHtml.of(matrix));
            Files.writeString(json, Json.text(MatrixJson.of(matrix)) + "\n");
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
        terminal.line("");
        terminal.line("Wrote " + Printable.of(html.toString()) + " and " + Printable.of(json.toString()) + ".");
    }

    /** Before minutes are spent on what cannot be kept. */
    private static void requireFolder(Path folder) throws Failure {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new Failure(
                    ExitCode.OUTPUT, Printable.of(folder.toString()) + " is no folder", "name a folder with --out");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }

    private static Failure cannotWrite(Path folder, IOException e) {
        return new Failure(
                ExitCode.OUTPUT,
                Printable.of(folder.toString()) + " cannot be written to ("
                        + Printable.of(String.valueOf(e.getMessage())) + ")",
                "name another folder with --out");
    }
}
