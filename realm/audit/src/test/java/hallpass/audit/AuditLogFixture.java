package hallpass.audit;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.fixtures.ManualClock;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A realm with the audit log of its AS. */
record AuditLogFixture(RealmFolder realm, AuditLogLocation location) {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    static AuditLogFixture in(Path folder) throws RealmException {
        RealmFolder realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        AdminAuditLog.createKeys(realm);
        return new AuditLogFixture(realm, AuditLogLocation.of(realm, Party.AS, 1));
    }

    AuditLog open() throws RealmException {
        return AuditLog.start(location, LogRecovery.open(location, realm).orElseThrow(), new ManualClock(NOON));
    }

    /** Appends entries and closes the log cleanly, which adds a checkpoint. */
    AuditLogFixture withLines(int count) throws RealmException {
        try (AuditLog log = open()) {
            for (int i = 1; i <= count; i++) {
                log.write(ticketIssued("user" + i));
            }
        }
        return this;
    }

    static AuditEntry ticketIssued(String client) {
        return AuditEntry.of(NOON, AuditEvent.TICKET_ISSUED)
                .with("client", client)
                .with("server", "krbtgt/HALLPASS.TEST");
    }

    static AuditEntry refused(String peer, String client) {
        return AuditEntry.of(NOON, AuditEvent.REFUSED)
                .with(LogFieldNames.PEER, peer)
                .with(LogFieldNames.REQUEST, "AS-REQ")
                .with("client", client)
                .with(LogFieldNames.CODE, "KDC_ERR_C_PRINCIPAL_UNKNOWN");
    }

    static byte[] ascii(String line) {
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    List<String> rawLines() throws IOException {
        return Files.readAllLines(location.logFile());
    }

    List<AuditLine> lines() throws Exception {
        List<AuditLine> lines = new ArrayList<>();
        for (String line : rawLines()) {
            lines.add(AuditLine.decode(ascii(line)));
        }
        return lines;
    }

    List<String> events() throws Exception {
        return lines().stream().map(AuditLine::event).toList();
    }

    AuditLogVerifier.LogResult verify() throws RealmException {
        return AuditLogVerifier.verify(location);
    }

    List<AuditLogVerifier.LogFault> faults() throws RealmException {
        return verify().faults();
    }
}
