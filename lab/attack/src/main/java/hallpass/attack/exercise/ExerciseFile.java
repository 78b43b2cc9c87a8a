package hallpass.attack.exercise;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.TextFiles;
import hallpass.trace.PrintableText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** Reads and writes {@code lab.toml} in a student's realm. */
final class ExerciseFile {
    private static final String NAME = "lab.toml";

    private static final int MAX_FILE = 64 * 1024;

    private ExerciseFile() {}

    static void write(Exercise exercise, RealmFolder folder) throws RealmException {
        String text = String.format(
                Locale.ROOT, """
                # The exercise in this realm. Goals reached before "opened" do not count.
                student = "%s"
                seed = %d
                opened = "%s"
                """, Toml.tomlEscape(exercise.student()), exercise.seed(), exercise.openedAt());
        PrivateFiles.writeNew(folder.root().resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
    }

    static Exercise read(RealmFolder folder) throws RealmException {
        Path file = folder.root().resolve(NAME);
        if (!Files.exists(file)) {
            throw new RealmException(
                    RealmError.NO_EXERCISE,
                    folder.root().toString(),
                    PrintableText.escape(folder.root().toString()) + " is not an exercise: it has no " + NAME + ".");
        }
        try {
            TomlParseResult toml = Toml.parse(TextFiles.read(file, MAX_FILE));
            Optional<String> student = Optional.ofNullable(toml.getString("student"));
            Optional<Long> seed = Optional.ofNullable(toml.getLong("seed"));
            Optional<String> opened = Optional.ofNullable(toml.getString("opened"));
            return new Exercise(
                    student.orElseThrow(() -> unreadable(file)),
                    seed.orElseThrow(() -> unreadable(file)),
                    Instant.parse(opened.orElseThrow(() -> unreadable(file))));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw unreadable(file);
        }
    }

    private static RealmException unreadable(Path file) {
        return new RealmException(
                RealmError.CORRUPT_FILE,
                file.toString(),
                PrintableText.escape(file.toString()) + " is not a valid exercise file.");
    }
}
