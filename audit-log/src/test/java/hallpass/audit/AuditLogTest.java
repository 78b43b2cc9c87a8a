package hallpass.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
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

    private TestLog test;

    @BeforeEach
    void makeARealm() throws RealmProblem {
        test = TestLog.in(temporary);
    }

    @Test
    void numbersAndChainsItsLines() throws Exception {
        test.withLines(3).withLines(2);

        assertThat(test.lines()).extracting(Line::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(test.events())
                .containsExactly(
                        "ticket-issued",
                        "ticket-issued",
                        "ticket-issued",
                        "checkpoint",
                        "ticket-issued",
                        "ticket-issued",
                        "checkpoint");
        assertThat(test.lines().get(4).previous())
                .isEqualTo(Link.sha256(TestLog.ascii(test.text().get(3))));
        assertThat(test.verify())
                .isEqualTo(new Verification.Result("as", test.place().log(), 7, 2, 0, 0, List.of()));
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        test.withLines(1);

        for (Path file :
                List.of(test.place().log(), test.place().head(), test.place().key())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void signsByItselfWithinASecondOrSo() throws Exception {
        try (AuditLog log = test.open()) {
            log.write(TestLog.ticket("alice"));

            await().untilAsserted(() -> assertThat(test.verify().checkpoints()).isEqualTo(1));
            assertThat(test.verify().unsigned()).isZero();
            await().untilAsserted(() ->
                    assertThat(Head.read(test.place().head()).last().number()).isEqualTo(2));
        }
    }

    @Test
    void keepsLinesApartThatManyThreadsWrite() throws Exception {
        int threads = 8;
        int each = 500;
        try (AuditLog log = test.open()) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String name = "thread" + i;
                Thread writer =
                        new Thread(() -> IntStream.range(0, each).forEach(j -> log.write(TestLog.ticket(name))));
                writers.add(writer);
                writer.start();
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }

        assertThat(test.faults()).isEmpty();
        assertThat(test.events().stream().filter("ticket-issued"::equals)).hasSize(threads * each);
    }

    @Test
    void isWrittenByOneProcessAlone() throws Exception {
        AuditLog log = test.open();

        assertThat(Opening.open(test.place(), test.realm())).isEmpty();

        log.close();
        assertThat(Opening.open(test.place(), test.realm())).isPresent();
    }

    @Test
    void cutsATornLineOffAndSaysSo() throws Exception {
        test.withLines(2);
        Files.writeString(test.place().log(), "{\"n\":4,\"ti", StandardOpenOption.APPEND);
        assertThat(test.verify())
                .isEqualTo(new Verification.Result("as", test.place().log(), 3, 1, 0, 10, List.of()));

        test.withLines(1);

        assertThat(test.events()).endsWith("checkpoint", "resumed", "ticket-issued", "checkpoint");
        assertThat(test.lines().get(3).fact("cut")).isEqualTo("10");
        assertThat(test.faults()).isEmpty();
    }

    @Test
    void takesUpLinesThatWereNotSignedYet() throws Exception {
        test.withLines(2);
        Line more =
                Line.after(new Link(3, Link.sha256(TestLog.ascii(test.text().get(2)))), "as", TestLog.ticket("bob"));
        Files.writeString(
                test.place().log(),
                new String(more.encode(), StandardCharsets.US_ASCII) + "\n",
                StandardOpenOption.APPEND);
        assertThat(test.verify().unsigned()).isEqualTo(1);

        test.withLines(1);

        assertThat(test.events()).endsWith("ticket-issued", "resumed", "ticket-issued", "checkpoint");
        assertThat(test.lines().get(4).fact("unsigned")).isEqualTo("1");
        assertThat(test.faults()).isEmpty();
    }

    @Test
    void beginsAnewAfterABrokenLogAndKeepsIt() throws Exception {
        test.withLines(3);
        String changed = Files.readString(test.place().log()).replace("checkpoint", "checkpaint");
        Files.writeString(test.place().log(), changed);

        try (AuditLog log = test.open()) {
            assertThat(log.warning())
                    .hasValueSatisfying(text -> assertThat(text)
                            .contains("does not hold together")
                            .contains("line 4 is not the one that was signed")
                            .contains("audit.broken-1.jsonl"));
        }

        AuditPlace kept = test.place().broken(1);
        assertThat(kept.log()).hasContent(changed);
        assertThat(test.events()).containsExactly("broken-chain-found", "checkpoint");
        assertThat(Verification.of(kept).faults()).isNotEmpty();
        assertThat(test.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.problem()).contains("did not hold together"));
        assertThat(Logs.of(test.realm())).contains(kept, test.place());

        Files.writeString(kept.log(), "nothing to see here\n");
        assertThat(test.faults()).extracting(Verification.Fault::file).contains(kept.log());
        Files.delete(kept.log());
        assertThat(test.faults()).extracting(Verification.Fault::file).contains(kept.log());
    }

    @Test
    void noticesThatTheLogOrItsHeadIsGone() throws Exception {
        test.withLines(3);
        Path log = test.place().log();
        Path head = test.place().head();
        byte[] lines = Files.readAllBytes(log);

        Files.delete(log);
        assertThat(test.faults())
                .singleElement()
                .hasToString(new Verification.Fault(log, 0, "is gone; it had 4 lines").toString());
        try (AuditLog anew = test.open()) {
            assertThat(anew.warning())
                    .hasValueSatisfying(text -> assertThat(text).contains("the log is gone"));
        }

        Files.write(log, lines);
        Files.delete(head);
        assertThat(test.faults()).extracting(Verification.Fault::file).contains(head);
        try (AuditLog anew = test.open()) {
            assertThat(anew.warning())
                    .hasValueSatisfying(text -> assertThat(text).contains("audit.head, is gone"));
        }
        assertThat(Files.exists(test.place().broken(2).log())).isTrue();
    }

    @Test
    void asksForAMissingKeyRatherThanSigningWithAnother() throws Exception {
        test.withLines(1);
        Files.delete(test.place().key());

        assertThatThrownBy(test::open)
                .isInstanceOf(RealmProblem.class)
                .hasMessageContaining("audit.key is missing")
                .hasMessageContaining("Put it back");
    }

    @Test
    void neverTakesALogOfAnotherProcessForItsOwn() throws Exception {
        test.withLines(2);
        AuditPlace second = AuditPlace.of(test.realm(), Party.AS, 2);
        AuditLog.start(second, Opening.open(second, test.realm()).orElseThrow(), () -> TestLog.NOON)
                .close();
        Files.copy(test.place().key(), second.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(test.place().publicKey(), second.publicKey(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(test.place().log(), second.log(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(test.place().head(), second.head(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(Verification.of(second).faults()).hasSizeGreaterThan(2);
    }

    @Test
    void writesEqualRefusalsOfASecondAsOneLine() throws Exception {
        try (AuditLog log = test.open()) {
            for (int i = 0; i < 50; i++) {
                log.write(TestLog.refused("192.0.2.1", "mallory"));
            }
            log.write(TestLog.refused("192.0.2.2", "mallory"));
        }

        List<Line> refused = test.lines().stream()
                .filter(line -> line.event().equals("refused"))
                .toList();
        // Two more for each second that it takes on a machine that stands still.
        assertThat(refused).hasSizeBetween(3, 20);
        assertThat(refused.stream().mapToLong(AuditLogTest::times).sum()).isEqualTo(51);
    }

    @Test
    void countsTheRefusalsOfASecondFromTheFirstOn() throws Exception {
        Refusals refusals = new Refusals();
        long second = TimeUnit.SECONDS.toNanos(1);
        Entry mallory = TestLog.refused("192.0.2.1", "mallory");

        assertThat(refusals.take(mallory, 0)).contains(mallory);
        for (int i = 1; i < 50; i++) {
            assertThat(refusals.take(mallory, i)).isEmpty();
        }
        Entry other = TestLog.refused("192.0.2.2", "mallory");
        assertThat(refusals.take(other, 50)).contains(other);

        assertThat(refusals.due(second - 1)).isEmpty();
        assertThat(refusals.due(second)).containsExactly(mallory.with(Facts.TIMES, 49));
    }

    @Test
    void keepsAFloodOfManyNamesSmallToo() throws Exception {
        int flood = 20_000;
        try (AuditLog log = test.open()) {
            for (int i = 0; i < flood; i++) {
                log.write(TestLog.refused("192.0.2.1", "mallory" + i));
            }
        }

        List<Line> refused = test.lines().stream()
                .filter(line -> line.event().equals("refused"))
                .toList();
        assertThat(refused).hasSizeLessThan(1_000);
        assertThat(refused.stream().mapToLong(AuditLogTest::times).sum()).isEqualTo(flood);
    }

    private static long times(Line line) {
        return line.fact("times").isEmpty() ? 1 : Long.parseLong(line.fact("times"));
    }
}
