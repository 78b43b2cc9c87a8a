package hallpass.audit;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G17: what somebody does to a log that was closed in order, by fixed seeds. */
class TamperingTest {
    /** G17 asks for a thousand of all kinds; these are nine kinds. More with {@code -Dhallpass.tampering=1000}. */
    private static final int TIMES = Integer.getInteger("hallpass.tampering", 125);

    private static final int LINES = 40;

    @TempDir
    private Path temporary;

    private TestLog test;
    private byte[] log;
    private byte[] head;

    @BeforeEach
    void writeALog() throws Exception {
        test = TestLog.in(temporary).withLines(LINES / 2).withLines(LINES / 2);
        log = Files.readAllBytes(test.place().log());
        head = Files.readAllBytes(test.place().head());
        assertThat(test.faults()).isEmpty();
    }

    private interface Tampering {
        byte[] with(List<String> lines, Random random);
    }

    private void assertAlwaysFound(Path file, byte[] original, Tampering tampering) throws IOException, RealmProblem {
        for (int seed = 0; seed < TIMES; seed++) {
            List<String> lines = new ArrayList<>(
                    new String(original, StandardCharsets.US_ASCII).lines().toList());
            byte[] changed = tampering.with(lines, new Random(seed));
            if (Arrays.equals(changed, original)) {
                continue;
            }
            Files.write(file, changed);
            assertThat(test.faults()).as("seed %d", seed).isNotEmpty();
        }
        Files.write(file, original);
        assertThat(test.faults()).isEmpty();
    }

    private static byte[] joined(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] flipped(byte[] original, Random random) {
        byte[] changed = original.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    @Test
    void findsEveryFlippedBit() throws Exception {
        assertAlwaysFound(test.place().log(), log, (lines, random) -> flipped(log, random));
    }

    @Test
    void findsEveryFlippedBitOfTheHead() throws Exception {
        assertAlwaysFound(test.place().head(), head, (lines, random) -> flipped(head, random));
    }

    @Test
    void findsEveryFlippedBitOfThePublicKey() throws Exception {
        byte[] key = Files.readAllBytes(test.place().publicKey());
        assertAlwaysFound(test.place().publicKey(), key, (lines, random) -> flipped(key, random));
    }

    @Test
    void findsEveryDeletedLine() throws Exception {
        assertAlwaysFound(test.place().log(), log, (lines, random) -> {
            int from = random.nextInt(lines.size());
            lines.subList(from, Math.min(lines.size(), from + 1 + random.nextInt(5)))
                    .clear();
            return joined(lines);
        });
    }

    @Test
    void findsEverySwapOfTwoLines() throws Exception {
        assertAlwaysFound(test.place().log(), log, (lines, random) -> {
            Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
            return joined(lines);
        });
    }

    @Test
    void findsEveryDoubledLine() throws Exception {
        assertAlwaysFound(test.place().log(), log, (lines, random) -> {
            lines.add(random.nextInt(lines.size() + 1), lines.get(random.nextInt(lines.size())));
            return joined(lines);
        });
    }

    @Test
    void findsEveryTruncationAtAnyByte() throws Exception {
        assertAlwaysFound(test.place().log(), log, (lines, random) -> Arrays.copyOf(log, random.nextInt(log.length)));
    }

    @Test
    void findsEveryTruncationAtALinesEnd() throws Exception {
        assertAlwaysFound(test.place().log(), log, (lines, random) -> {
            List<String> left = lines.subList(0, random.nextInt(lines.size()));
            return left.isEmpty() ? new byte[0] : joined(left);
        });
    }

    @Test
    void findsALogThatWasWrittenAnewFromSomeLineOn() throws Exception {
        assertAlwaysFound(test.place().log(), log, (lines, random) -> {
            int from = random.nextInt(lines.size());
            Link last = Link.START;
            for (int i = 0; i < lines.size(); i++) {
                byte[] line = lines.get(i).getBytes(StandardCharsets.US_ASCII);
                if (i >= from && !lines.get(i).contains("\"checkpoint\"")) {
                    line = Line.after(last, "as", TestLog.ticket("forged")).encode();
                    lines.set(i, new String(line, StandardCharsets.US_ASCII));
                }
                last = last.next(line);
            }
            return joined(lines);
        });
    }

    @Test
    void namesTheFileAndTheLine() throws Exception {
        Files.writeString(
                test.place().log(), Files.readString(test.place().log()).replace("\"user7\"", "\"user8\""));

        assertThat(test.faults()).isNotEmpty().first().satisfies(fault -> {
            assertThat(fault.file()).isEqualTo(test.place().log());
            assertThat(fault.line()).isEqualTo(8);
            assertThat(fault.problem()).contains("does not follow the line before it");
        });
    }
}
