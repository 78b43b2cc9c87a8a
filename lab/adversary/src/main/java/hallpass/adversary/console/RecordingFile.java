package hallpass.adversary.console;

import hallpass.adversary.Direction;
import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.adversary.rule.RuleException;
import hallpass.adversary.rule.RuleParser;
import hallpass.config.OutputFile;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.TextFiles;
import hallpass.message.Party;
import hallpass.trace.PrintableText;
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
 * Reads and writes recordings. The first line of a file names the format. Each further line is a
 * frame: time, direction, server, connection and bytes in hexadecimal.
 */
final class RecordingFile {
    private static final String FIRST_LINE = "hallpass recording 1";
    private static final int MAX_FILE = 64 * 1024 * 1024;

    private RecordingFile() {}

    /**
     * Creates a file that only its owner can read, because recorded messages may be decrypted
     * later.
     */
    static int save(Recording recording, Path file) throws RealmException {
        List<RecordedFrame> all = recording.all();
        String text = all.stream().map(RecordingFile::line).collect(Collectors.joining("", FIRST_LINE + "\n", ""));
        new OutputFile(file).writeNewPrivate(text.getBytes(StandardCharsets.US_ASCII));
        return all.size();
    }

    private static String line(RecordedFrame recorded) {
        return recorded.time() + " " + recorded.direction() + " "
                + recorded.server().id() + " " + recorded.connection() + " "
                + Bytes.of(recorded.frame().encode()).toHex() + "\n";
    }

    /** Adds the frames of a file to the recording: all of them, or none if a line is invalid. */
    static List<RecordedFrame> load(Path file, Recording recording) throws RealmException {
        String text = TextFiles.read(file, MAX_FILE);
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw new RealmException(
                    RealmError.CORRUPT_FILE,
                    file.toString(),
                    PrintableText.escape(file.toString()) + " is not a recording: its first line is not " + FIRST_LINE
                            + ".");
        }
        List<FileEntry> loaded = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            loaded.add(parse(lines.get(i), file, i + 1));
        }
        return loaded.stream().map(one -> one.addTo(recording)).toList();
    }

    private record FileEntry(Instant time, Direction direction, Party server, int connection, Frame frame) {
        RecordedFrame addTo(Recording recording) {
            return recording.add(time, server, connection, direction, frame);
        }
    }

    private static FileEntry parse(String line, Path file, int number) throws RealmException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length != 5) {
                throw new IllegalArgumentException("a line has five words");
            }
            return new FileEntry(
                    Instant.parse(words[0]),
                    direction(words[1]),
                    RuleParser.parseServer(words[2]),
                    Integer.parseUnsignedInt(words[3]),
                    Frame.decode(Bytes.ofHex(words[4]).toArray()));
        } catch (IllegalArgumentException | DateTimeException | RuleException | DecodeException e) {
            throw new RealmException(
                    RealmError.CORRUPT_FILE,
                    file.toString(),
                    PrintableText.escape(file.toString()) + ", line " + number
                            + ": expected a time, to or from, a server, a connection and a frame in hexadecimal.",
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
