package hallpass.audit;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.RealmException;
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

/** Guarantee G17: detects tampering with a cleanly closed log. Seeded. */
class AuditLogVerifierTest {
    /**
     * The runs per kind of tampering; G17 requires 1,000 in total, and there are nine kinds. Set
     * {@code -Dhallpass.tampering=1000} for more.
     */
    private static final int RUNS = Integer.getInteger("hallpass.tampering", 125);

    private static final int LINES = 40;

    @TempDir
    private Path temporary;

    private AuditLogFixture fixture;
    private byte[] log;
    private byte[] checkpoint;

    @BeforeEach
    void writeLog() throws Exception {
        fixture = AuditLogFixture.in(temporary).withLines(LINES / 2).withLines(LINES / 2);
        log = Files.readAllBytes(fixture.location().logFile());
        checkpoint = Files.readAllBytes(fixture.location().checkpointFile());
        assertThat(fixture.faults()).isEmpty();
    }

    private interface Tampering {
        byte[] apply(List<String> lines, Random random);
    }

    private void assertAlwaysDetected(Path file, byte[] original, Tampering tampering)
            throws IOException, RealmException {
        for (int seed = 0; seed < RUNS; seed++) {
            List<String> lines = new ArrayList<>(
                    new String(original, StandardCharsets.US_ASCII).lines().toList());
            byte[] changed = tampering.apply(lines, new Random(seed));
            if (Arrays.equals(changed, original)) {
                continue;
            }
            Files.write(file, changed);
            assertThat(fixture.faults()).as("seed %d", seed).isNotEmpty();
        }
        Files.write(file, original);
        assertThat(fixture.faults()).isEmpty();
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
    void detectsFlippedBits() throws Exception {
        assertAlwaysDetected(fixture.location().logFile(), log, (lines, random) -> flipped(log, random));
    }

    @Test
    void detectsFlippedBitsInCheckpoint() throws Exception {
        assertAlwaysDetected(
                fixture.location().checkpointFile(), checkpoint, (lines, random) -> flipped(checkpoint, random));
    }

    @Test
    void detectsFlippedBitsInPublicKey() throws Exception {
        byte[] key = Files.readAllBytes(fixture.location().publicKeyFile());
        assertAlwaysDetected(fixture.location().publicKeyFile(), key, (lines, random) -> flipped(key, random));
    }

    @Test
    void detectsDeletedLines() throws Exception {
        assertAlwaysDetected(fixture.location().logFile(), log, (lines, random) -> {
            int from = random.nextInt(lines.size());
            lines.subList(from, Math.min(lines.size(), from + 1 + random.nextInt(5)))
                    .clear();
            return joined(lines);
        });
    }

    @Test
    void detectsSwappedLines() throws Exception {
        assertAlwaysDetected(fixture.location().logFile(), log, (lines, random) -> {
            Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
            return joined(lines);
        });
    }

    @Test
    void detectsDuplicatedLines() throws Exception {
        assertAlwaysDetected(fixture.location().logFile(), log, (lines, random) -> {
            lines.add(random.nextInt(lines.size() + 1), lines.get(random.nextInt(lines.size())));
            return joined(lines);
        });
    }

    @Test
    void detectsTruncationAtAnyByte() throws Exception {
        assertAlwaysDetected(
                fixture.location().logFile(), log, (lines, random) -> Arrays.copyOf(log, random.nextInt(log.length)));
    }

    @Test
    void detectsTruncationAtLineEnd() throws Exception {
        assertAlwaysDetected(fixture.location().logFile(), log, (lines, random) -> {
            List<String> left = lines.subList(0, random.nextInt(lines.size()));
            return left.isEmpty() ? new byte[0] : joined(left);
        });
    }

    @Test
    void detectsRewrittenTail() throws Exception {
        assertAlwaysDetected(fixture.location().logFile(), log, (lines, random) -> {
            int from = random.nextInt(lines.size());
            ChainHead last = ChainHead.START;
            for (int i = 0; i < lines.size(); i++) {
                byte[] line = lines.get(i).getBytes(StandardCharsets.US_ASCII);
                if (i >= from && !lines.get(i).contains("\"checkpoint\"")) {
                    line = AuditLine.after(last, "as", AuditLogFixture.ticketIssued("forged"))
                            .encode();
                    lines.set(i, new String(line, StandardCharsets.US_ASCII));
                }
                last = last.next(line);
            }
            return joined(lines);
        });
    }

    @Test
    void reportsFileAndLine() throws Exception {
        Files.writeString(
                fixture.location().logFile(),
                Files.readString(fixture.location().logFile()).replace("\"user7\"", "\"user8\""));

        assertThat(fixture.faults()).isNotEmpty().first().satisfies(fault -> {
            assertThat(fault.file()).isEqualTo(fixture.location().logFile());
            assertThat(fault.line()).isEqualTo(8);
            assertThat(fault.problem()).contains("does not continue the previous line");
        });
    }
}
