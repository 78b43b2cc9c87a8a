package hallpass.integration.crash;

import hallpass.app.ServerIdentity;
import hallpass.message.PrincipalName;
import hallpass.pki.Certificates;
import hallpass.store.LedgerEntry;
import hallpass.wire.Bytes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a harness knows of the certificates that it asked for, outside of every server: what left, and what is said to be revoked. */
final class ExpectedCertificates {
    private final List<String> faults;
    private final Set<String> requestedSubjects = new HashSet<>();
    private final Map<String, DeliveredCertificate> delivered = new LinkedHashMap<>();
    private final Set<String> acknowledgedRevocations = new LinkedHashSet<>();
    /** As the ledger had them when it was last looked at. */
    private Map<String, LedgerEntry> lastLedger = Map.of();

    /** A certificate that somebody has. */
    record DeliveredCertificate(String serial, PrincipalName subject, Bytes der) {}

    /** How an enrolment ended that the authority was killed over. */
    enum EnrolmentOutcome {
        DELIVERED,
        STORED_UNACKNOWLEDGED,
        RESERVED,
        NOT_STORED
    }

    /** @param faults is told of every promise that was not kept */
    ExpectedCertificates(List<String> faults) {
        this.faults = faults;
    }

    /** A name that was never asked for. */
    PrincipalName nextSubject() {
        PrincipalName next = new PrincipalName("ID-" + (requestedSubjects.size() + 1));
        requestedSubjects.add(next.text());
        return next;
    }

    DeliveredCertificate delivered(ServerIdentity identity) {
        DeliveredCertificate one = new DeliveredCertificate(
                Certificates.formatSerial(identity.serial()), identity.name(), identity.certificate());
        if (delivered.putIfAbsent(one.serial, one) != null) {
            faults.add(one.serial + " left twice");
        }
        return one;
    }

    /** To be told of a revocation as soon as it was acknowledged. */
    void revocationAcknowledged(String serial) {
        acknowledgedRevocations.add(serial);
    }

    Collection<DeliveredCertificate> deliveredCertificates() {
        return delivered.values();
    }

    /** The oldest one that is not revoked. */
    Optional<DeliveredCertificate> firstUnrevoked() {
        return delivered.values().stream().filter(one -> !isRevoked(one.serial)).findFirst();
    }

    /** Whether it was said, or the ledger knew it when it was last looked at. */
    boolean isRevoked(String serial) {
        return acknowledgedRevocations.contains(serial)
                || Optional.ofNullable(lastLedger.get(serial))
                        .flatMap(LedgerEntry::revocation)
                        .isPresent();
    }

    /** Holds the ledger to what was said. */
    void check(List<LedgerEntry> ledger) {
        Map<String, LedgerEntry> entries = new HashMap<>();
        Set<String> subjects = new HashSet<>();
        for (LedgerEntry entry : ledger) {
            require(entries.put(entry.serial(), entry) == null, entry.serial() + " is in the ledger twice");
            require(subjects.add(entry.subject()), entry.subject() + " was asked for once, and reserved twice");
            require(requestedSubjects.contains(entry.subject()), entry.subject() + " was never asked for");
        }
        delivered.values().forEach(one -> requireInLedger(one, Optional.ofNullable(entries.get(one.serial))));
        for (String serial : acknowledgedRevocations) {
            LedgerEntry entry = entries.get(serial);
            require(
                    entry != null && entry.revocation().isPresent(),
                    serial + " was said to be revoked, and the ledger does not know");
        }
        lastLedger
                .values()
                .forEach(before -> requireUnchanged(before, Optional.ofNullable(entries.get(before.serial()))));
        lastLedger = entries;
    }

    private void requireInLedger(DeliveredCertificate one, Optional<LedgerEntry> entry) {
        require(entry.isPresent(), one.serial + " left, and is not in the ledger");
        require(
                entry.isEmpty() || entry.get().der().equals(Optional.of(one.der)),
                one.serial + " left, and the ledger has no such certificate");
        require(
                entry.isEmpty() || entry.get().subject().equals(one.subject.text()),
                one.serial + " is in the ledger under another name");
    }

    /** A row may be completed and revoked, and nothing else. */
    private void requireUnchanged(LedgerEntry before, Optional<LedgerEntry> now) {
        require(now.isPresent(), before.serial() + " was in the ledger, and is gone");
        now.ifPresent(entry -> {
            require(before.der().isEmpty() || before.der().equals(entry.der()), before.serial() + " was changed");
            require(
                    before.revocation().isEmpty() || before.revocation().equals(entry.revocation()),
                    before.serial() + " was revoked, and that has changed");
        });
    }

    private void require(boolean kept, String fault) {
        if (!kept) {
            faults.add(fault);
        }
    }

    /** What became of an enrolment that a kill came over, by the ledger of now. */
    EnrolmentOutcome outcome(PrincipalName subject) {
        if (delivered.values().stream().anyMatch(one -> one.subject.equals(subject))) {
            return EnrolmentOutcome.DELIVERED;
        }
        Optional<LedgerEntry> entry = lastLedger.values().stream()
                .filter(one -> one.subject().equals(subject.text()))
                .findFirst();
        return entry.map(one ->
                        one.der().isPresent() ? EnrolmentOutcome.STORED_UNACKNOWLEDGED : EnrolmentOutcome.RESERVED)
                .orElse(EnrolmentOutcome.NOT_STORED);
    }
}
