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

/** Certificates delivered and revocations acknowledged, recorded outside the servers. */
final class ExpectedCertificates {
    private final List<String> faults;
    private final Set<String> requestedSubjects = new HashSet<>();
    private final Map<String, DeliveredCertificate> delivered = new LinkedHashMap<>();
    private final Set<String> acknowledgedRevocations = new LinkedHashSet<>();
    /** The entries of the ledger at the last check. */
    private Map<String, LedgerEntry> lastLedger = Map.of();

    record DeliveredCertificate(String serial, PrincipalName subject, Bytes der) {}

    /** Outcome of an enrolment that a kill interrupted. */
    enum EnrolmentOutcome {
        DELIVERED,
        STORED_UNACKNOWLEDGED,
        RESERVED,
        NOT_STORED
    }

    /** @param faults receives a description of every broken guarantee */
    ExpectedCertificates(List<String> faults) {
        this.faults = faults;
    }

    /** Returns a new subject. */
    PrincipalName nextSubject() {
        PrincipalName next = new PrincipalName("ID-" + (requestedSubjects.size() + 1));
        requestedSubjects.add(next.text());
        return next;
    }

    DeliveredCertificate delivered(ServerIdentity identity) {
        DeliveredCertificate one = new DeliveredCertificate(
                Certificates.formatSerial(identity.serial()), identity.name(), identity.certificate());
        if (delivered.putIfAbsent(one.serial, one) != null) {
            faults.add(one.serial + " was delivered twice");
        }
        return one;
    }

    void revocationAcknowledged(String serial) {
        acknowledgedRevocations.add(serial);
    }

    Collection<DeliveredCertificate> deliveredCertificates() {
        return delivered.values();
    }

    /** The oldest certificate that is not revoked. */
    Optional<DeliveredCertificate> firstUnrevoked() {
        return delivered.values().stream().filter(one -> !isRevoked(one.serial)).findFirst();
    }

    /** Whether the revocation was acknowledged or in the ledger at the last check. */
    boolean isRevoked(String serial) {
        return acknowledgedRevocations.contains(serial)
                || Optional.ofNullable(lastLedger.get(serial))
                        .flatMap(LedgerEntry::revocation)
                        .isPresent();
    }

    /** Checks the ledger against the recorded certificates and revocations. */
    void check(List<LedgerEntry> ledger) {
        Map<String, LedgerEntry> entries = new HashMap<>();
        Set<String> subjects = new HashSet<>();
        for (LedgerEntry entry : ledger) {
            require(entries.put(entry.serial(), entry) == null, entry.serial() + " is in the ledger twice");
            require(subjects.add(entry.subject()), entry.subject() + " was requested once and reserved twice");
            require(requestedSubjects.contains(entry.subject()), entry.subject() + " was never requested");
        }
        delivered.values().forEach(one -> requireInLedger(one, Optional.ofNullable(entries.get(one.serial))));
        for (String serial : acknowledgedRevocations) {
            LedgerEntry entry = entries.get(serial);
            require(
                    entry != null && entry.revocation().isPresent(),
                    serial + " has an acknowledged revocation that the ledger does not have");
        }
        lastLedger
                .values()
                .forEach(before -> requireUnchanged(before, Optional.ofNullable(entries.get(before.serial()))));
        lastLedger = entries;
    }

    private void requireInLedger(DeliveredCertificate one, Optional<LedgerEntry> entry) {
        require(entry.isPresent(), one.serial + " was delivered and is not in the ledger");
        require(
                entry.isEmpty() || entry.get().der().equals(Optional.of(one.der)),
                one.serial + " was delivered and the ledger has no such certificate");
        require(
                entry.isEmpty() || entry.get().subject().equals(one.subject.text()),
                one.serial + " has another subject in the ledger");
    }

    /** An entry may only be completed or revoked. */
    private void requireUnchanged(LedgerEntry before, Optional<LedgerEntry> now) {
        require(now.isPresent(), before.serial() + " is gone from the ledger");
        now.ifPresent(entry -> {
            require(
                    before.der().isEmpty() || before.der().equals(entry.der()),
                    before.serial() + " has another certificate");
            require(
                    before.revocation().isEmpty() || before.revocation().equals(entry.revocation()),
                    before.serial() + " has another revocation");
        });
    }

    private void require(boolean kept, String fault) {
        if (!kept) {
            faults.add(fault);
        }
    }

    /** Outcome according to the ledger at the last check. */
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
