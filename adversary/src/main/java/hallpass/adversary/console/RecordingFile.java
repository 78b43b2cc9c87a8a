package hallpass.adversary.console;

import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.adversary.Recording;
import hallpass.adversary.rule.RuleParser;
import hallpass.adversary.rule.RuleProblem;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A recording as a file: a first line that says what it is, and then a line for each frame with its time, its way, its
 * server, its connection and all of its bytes in hexadecimal.
 */
final class RecordingFile {
    private static final String FIRST_LINE = "hallpass recording 1";
    private static final int MAX_FILE = 64 * 1024 * 1024;

    private RecordingFile() {}

    /** Writes a new file that only its owner can read: what is sealed today may be open tomorrow. */
    static int save(Recording recording, Path file) throws RealmProblem {
        List<Passing> all = recording.all();
        String text = all.stream().map(RecordingFile::line).collect(Collectors.joining("", FIRST_LINE + "\n", ""));
        PrivateFiles.writeNew(file, text.getBytes(StandardCharsets.US_ASCII));
        return all.size();
    }

    private static String line(Passing passing) {
        return passing.at() + " " + passing.direction() + " " + passing.server().id() + " " + passing.connection() + " "
                + Bytes.of(passing.frame().toArray()).toHex() + "\n";
    }

    /** Adds the frames of a file to a recording: all, or none if one of them cannot be read. */
    static List<Passing> load(Path file, Recording recording) throws RealmProblem {
        String text = new String(PrivateFiles.read(file, MAX_FILE), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw new RealmProblem(
                    Printable.of(file.toString()) + " is no recording: its first line is not " + FIRST_LINE + ".");
        }
        List<Loaded> loaded = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            loaded.add(parsed(lines.get(i), file, i + 1));
        }
        return loaded.stream().map(one -> one.addTo(recording)).toList();
    }

    private record Loaded(Instant at, Direction direction, Party server, int connection, Frame frame) {
        Passing addTo(Recording recording) {
            return recording.add(at, server, connection, direction, frame);
        }
    }

    private static Loaded parsed(String line, Path file, int number) throws RealmProblem {
        String[] words = line.split(" ", -1);
        try {
            if (words.length != 5) {
                throw new IllegalArgumentException("five words make a line");
            }
            return new Loaded(
                    Instant.parse(words[0]),
                    direction(words[1]),
                    RuleParser.server(words[2]),
                    Integer.parseUnsignedInt(words[3]),
                    Frame.of(Bytes.ofHex(words[4]).toArray()));
        } catch (IllegalArgumentException | DateTimeException | RuleProblem | DecodeException e) {
            throw new RealmProblem(
                    Printable.of(file.toString()) + ", line " + number
                            + ": a time, to or from, a server, a connection and a frame in hexadecimal make a line.",
                    e);
        }
    }

    private static Direction direction(String word) {
        return Arrays.stream(Direction.values())
                .filter(direction -> direction.toString().equals(word))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }
}
