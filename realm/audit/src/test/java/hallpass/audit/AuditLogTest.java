package hallpass.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.message.Party;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @TempDir
    private Path temporary;

    private AuditLogFixture fixture;

    @BeforeEach
    void createRealm() throws RealmException {
        fixture = AuditLogFixture.in(temporary);
    }

    @Test
    void numbersAndChainsLines() throws Exception {
        fixture.withLines(3).withLines(2);

        assertThat(fixture.lines()).extracting(AuditLine::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(fixture.events())
                .containsExactly(
                        "ticket-issued",
                        "ticket-issued",
                        "ticket-issued",
                        "checkpoint",
                        "ticket-issued",
                        "ticket-issued",
                        "checkpoint");
        assertThat(fixture.lines().get(4).previous())
                .isEqualTo(ChainHead.sha256(
                        AuditLogFixture.ascii(fixture.rawLines().get(3))));
        assertThat(fixture.verify())
                .isEqualTo(
                        new AuditLogVerifier.LogResult("as", fixture.location().logFile(), 7, 2, 0, 0, List.of()));
    }

    @Test
    void filesAreReadableByOwnerOnly() throws Exception {
        fixture.withLines(1);

        for (Path file : List.of(
                fixture.location().logFile(),
                fixture.location().checkpointFile(),
                fixture.location().keyFile())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void signsPeriodically() throws Exception {
        try (AuditLog log = fixture.open()) {
            log.write(AuditLogFixture.ticketIssued("alice"));

            await().untilAsserted(
                            () -> assertThat(fixture.verify().checkpoints()).isEqualTo(1));
            assertThat(fixture.verify().unsignedLines()).isZero();
            await().untilAsserted(() -> assertThat(
                            SignedCheckpoint.read(fixture.location().checkpointFile())
                                    .last()
                                    .number())
                    .isEqualTo(2));
        }
    }

    @Test
    void serializesConcurrentWriters() throws Exception {
        int threads = 8;
        int each = 500;
        try (AuditLog log = fixture.open()) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String name = "thread" + i;
                Thread writer = new Thread(
                        () -> IntStream.range(0, each).forEach(j -> log.write(AuditLogFixture.ticketIssued(name))));
                writers.add(writer);
                writer.start();
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }

        assertThat(fixture.faults()).isEmpty();
        assertThat(fixture.events().stream().filter("ticket-issued"::equals)).hasSize(threads * each);
    }

    @Test
    void refusesSecondWriter() throws Exception {
        AuditLog log = fixture.open();

        assertThat(LogRecovery.open(fixture.location(), fixture.realm())).isEmpty();

        log.close();
        assertThat(LogRecovery.open(fixture.location(), fixture.realm())).isPresent();
    }

    @Test
    void truncatesTornLineAndLogsIt() throws Exception {
        fixture.withLines(2);
        Files.writeString(fixture.location().logFile(), "{\"n\":4,\"ti", StandardOpenOption.APPEND);
        assertThat(fixture.verify())
                .isEqualTo(
                        new AuditLogVerifier.LogResult("as", fixture.location().logFile(), 3, 1, 0, 10, List.of()));

        fixture.withLines(1);

        assertThat(fixture.events()).endsWith("checkpoint", "resumed", "ticket-issued", "checkpoint");
        assertThat(fixture.lines().get(3).field("cut")).isEqualTo("10");
        assertThat(fixture.faults()).isEmpty();
    }

    @Test
    void resumesAfterUnsignedLines() throws Exception {
        fixture.withLines(2);
        AuditLine more = AuditLine.after(
                new ChainHead(
                        3,
                        ChainHead.sha256(
                                AuditLogFixture.ascii(fixture.rawLines().get(2)))),
                "as",
                AuditLogFixture.ticketIssued("bob"));
        Files.writeString(
                fixture.location().logFile(),
                new String(more.encode(), StandardCharsets.US_ASCII) + "\n",
                StandardOpenOption.APPEND);
        assertThat(fixture.verify().unsignedLines()).isEqualTo(1);

        fixture.withLines(1);

        assertThat(fixture.events()).endsWith("ticket-issued", "resumed", "ticket-issued", "checkpoint");
        assertThat(fixture.lines().get(4).field("unsigned")).isEqualTo("1");
        assertThat(fixture.faults()).isEmpty();
    }

    @Test
    void replacesCorruptLogAndKeepsIt() throws Exception {
        fixture.withLines(3);
        String changed = Files.readString(fixture.location().logFile()).replace("checkpoint", "checkpaint");
        Files.writeString(fixture.location().logFile(), changed);

        try (AuditLog log = fixture.open()) {
            assertThat(log.warning())
                    .hasValueSatisfying(text -> assertThat(text)
                            .contains("is corrupt")
                            .contains("line 4 is not the signed one")
                            .contains("audit.broken-1.jsonl"));
        }

        AuditLogLocation kept = fixture.location().corrupt(1);
        assertThat(kept.logFile()).hasContent(changed);
        assertThat(fixture.events()).containsExactly("broken-chain-found", "checkpoint");
        assertThat(AuditLogVerifier.verify(kept).faults()).isNotEmpty();
        assertThat(fixture.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.problem()).contains("was corrupt"));
        assertThat(AuditLogLocations.of(fixture.realm())).contains(kept, fixture.location());

        Files.writeString(kept.logFile(), "nothing to see here\n");
        assertThat(fixture.faults()).extracting(AuditLogVerifier.LogFault::file).contains(kept.logFile());
        Files.delete(kept.logFile());
        assertThat(fixture.faults()).extracting(AuditLogVerifier.LogFault::file).contains(kept.logFile());
    }

    @Test
    void detectsMissingLogOrCheckpoint() throws Exception {
        fixture.withLines(3);
        Path log = fixture.location().logFile();
        Path head = fixture.location().checkpointFile();
        byte[] lines = Files.readAllBytes(log);

        Files.delete(log);
        assertThat(fixture.faults())
                .singleElement()
                .hasToString(new AuditLogVerifier.LogFault(log, 0, "is missing; it had 4 lines").toString());
        try (AuditLog replaced = fixture.open()) {
            assertThat(replaced.warning())
                    .hasValueSatisfying(text -> assertThat(text).contains("the log is missing"));
        }

        Files.write(log, lines);
        Files.delete(head);
        assertThat(fixture.faults()).extracting(AuditLogVerifier.LogFault::file).contains(head);
        try (AuditLog replaced = fixture.open()) {
            assertThat(replaced.warning())
                    .hasValueSatisfying(text -> assertThat(text).contains("audit.head is missing"));
        }
        assertThat(Files.exists(fixture.location().corrupt(2).logFile())).isTrue();
    }

    @Test
    void refusesToReplaceMissingKey() throws Exception {
        fixture.withLines(1);
        Files.delete(fixture.location().keyFile());

        assertThatThrownBy(fixture::open)
                .isInstanceOfSatisfying(
                        RealmException.class, e -> assertThat(e.error()).isEqualTo(RealmError.AUDIT_KEY_MISSING));
    }

    @Test
    void rejectsLogOfAnotherProcess() throws Exception {
        fixture.withLines(2);
        AuditLogLocation second = AuditLogLocation.of(fixture.realm(), Party.AS, 2);
        AuditLog.start(second, LogRecovery.open(second, fixture.realm()).orElseThrow(), () -> AuditLogFixture.NOON)
                .close();
        Files.copy(fixture.location().keyFile(), second.keyFile(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(fixture.location().publicKeyFile(), second.publicKeyFile(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(fixture.location().logFile(), second.logFile(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(fixture.location().checkpointFile(), second.checkpointFile(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(AuditLogVerifier.verify(second).faults()).hasSizeGreaterThan(2);
    }

    @Test
    void aggregatesEqualRefusals() throws Exception {
        try (AuditLog log = fixture.open()) {
            for (int i = 0; i < 50; i++) {
                log.write(AuditLogFixture.refused("192.0.2.1", "mallory"));
            }
            log.write(AuditLogFixture.refused("192.0.2.2", "mallory"));
        }

        List<AuditLine> refused = fixture.lines().stream()
                .filter(line -> line.event().equals("refused"))
                .toList();
        // On a slow machine, each further second adds two lines.
        assertThat(refused).hasSizeBetween(3, 20);
        assertThat(refused.stream().mapToLong(AuditLogTest::refusalCount).sum()).isEqualTo(51);
    }

    @Test
    void countsRefusalsPerWindow() throws Exception {
        RefusalAggregator aggregator = new RefusalAggregator();
        long second = TimeUnit.SECONDS.toNanos(1);
        AuditEntry mallory = AuditLogFixture.refused("192.0.2.1", "mallory");

        assertThat(aggregator.add(mallory, 0)).contains(mallory);
        for (int i = 1; i < 50; i++) {
            assertThat(aggregator.add(mallory, i)).isEmpty();
        }
        AuditEntry other = AuditLogFixture.refused("192.0.2.2", "mallory");
        assertThat(aggregator.add(other, 50)).contains(other);

        assertThat(aggregator.closeExpired(second - 1)).isEmpty();
        assertThat(aggregator.closeExpired(second)).containsExactly(mallory.with(LogFieldNames.TIMES, 49));
    }

    @Test
    void boundsLinesUnderManyNames() throws Exception {
        int flood = 20_000;
        try (AuditLog log = fixture.open()) {
            for (int i = 0; i < flood; i++) {
                log.write(AuditLogFixture.refused("192.0.2.1", "mallory" + i));
            }
        }

        List<AuditLine> refused = fixture.lines().stream()
                .filter(line -> line.event().equals("refused"))
                .toList();
        assertThat(refused).hasSizeLessThan(1_000);
        assertThat(refused.stream().mapToLong(AuditLogTest::refusalCount).sum()).isEqualTo(flood);
    }

    private static long refusalCount(AuditLine line) {
        return line.field("times").isEmpty() ? 1 : Long.parseLong(line.field("times"));
    }
}
