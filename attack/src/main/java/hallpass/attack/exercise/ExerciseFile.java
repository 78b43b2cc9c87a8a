package hallpass.attack.exercise;

import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** {@code lab.toml} in a student's realm. */
final class ExerciseFile {
    private static final String NAME = "lab.toml";

    private ExerciseFile() {}

    static void write(Exercise exercise, RealmFolder folder) throws RealmProblem {
        String text = """
                # Whose realm this is. Goals that were reached before "opened" do not count.
                student = "%s"
                seed = %d
                opened = "%s"
                """.formatted(Toml.tomlEscape(exercise.student()), exercise.seed(), exercise.opened());
        PrivateFiles.writeNew(folder.root().resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
    }

    static Exercise read(RealmFolder folder) throws RealmProblem {
        Path file = folder.root().resolve(NAME);
        if (!Files.exists(file)) {
            throw new RealmProblem(
                    folder.root() + " is no exercise: it has no " + NAME + ". Make one with: hallpass lab new");
        }
        try {
            TomlParseResult toml = Toml.parse(file);
            Optional<String> student = Optional.ofNullable(toml.getString("student"));
            Optional<Long> seed = Optional.ofNullable(toml.getLong("seed"));
            Optional<String> opened = Optional.ofNullable(toml.getString("opened"));
            return new Exercise(
                    student.orElseThrow(() -> unreadable(file)),
                    seed.orElseThrow(() -> unreadable(file)),
                    Instant.parse(opened.orElseThrow(() -> unreadable(file))));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            throw unreadable(file);
        }
    }

    private static RealmProblem unreadable(Path file) {
        return new RealmProblem(file + " is not as hallpass lab new wrote it. Make the exercise anew.");
    }
}
