package hallpass.audit;

import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import hallpass.testkit.ScriptedClock;
import hallpass.trace.Party;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A realm with the log of its AS. */
record TestLog(RealmFolder realm, AuditPlace place) {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    static TestLog in(Path folder) throws RealmProblem {
        RealmFolder realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        return new TestLog(realm, AuditPlace.of(realm, Party.AS, 1));
    }

    AuditLog open() throws RealmProblem {
        return AuditLog.start(place, Opening.open(place, realm).orElseThrow(), new ScriptedClock(NOON));
    }

    /** A log that was closed in order, with so many lines and a checkpoint. */
    TestLog withLines(int count) throws RealmProblem {
        try (AuditLog log = open()) {
            for (int i = 1; i <= count; i++) {
                log.write(ticket("user" + i));
            }
        }
        return this;
    }

    static Entry ticket(String client) {
        return Entry.of(NOON, AuditEvent.TICKET_ISSUED).with("client", client).with("server", "krbtgt/HALLPASS.TEST");
    }

    static Entry refused(String peer, String client) {
        return Entry.of(NOON, AuditEvent.REFUSED)
                .with(Facts.PEER, peer)
                .with(Facts.REQUEST, "AS-REQ")
                .with("client", client)
                .with(Facts.CODE, "KDC_ERR_C_PRINCIPAL_UNKNOWN");
    }

    static byte[] ascii(String line) {
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    List<String> text() throws IOException {
        return Files.readAllLines(place.log());
    }

    List<Line> lines() throws Exception {
        List<Line> lines = new ArrayList<>();
        for (String line : text()) {
            lines.add(Line.decode(ascii(line)));
        }
        return lines;
    }

    List<String> events() throws Exception {
        return lines().stream().map(Line::event).toList();
    }

    Verification.Result verify() throws RealmProblem {
        return Verification.of(place);
    }

    List<Verification.Fault> faults() throws RealmProblem {
        return verify().faults();
    }
}
