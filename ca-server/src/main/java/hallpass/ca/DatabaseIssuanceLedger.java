package hallpass.ca;

import hallpass.message.PrincipalName;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationStatus;
import hallpass.pki.Validity;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** The ledger in the database of the authority. */
record DatabaseIssuanceLedger(CertificateLedger store) implements IssuanceLedger, RevocationStatusLookup {
    @Override
    public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
        return store.reserve(
                Certificates.formatSerial(serial), subject, validity.notBefore(), validity.notAfter(), now);
    }

    @Override
    public boolean complete(X509Certificate certificate) {
        return store.complete(
                Certificates.formatSerial(certificate.getSerialNumber()), Certificates.encode(certificate));
    }

    @Override
    public RevocationStatus statusOf(BigInteger serial) {
        return store.find(Certificates.formatSerial(serial))
                .map(DatabaseIssuanceLedger::state)
                .orElseGet(RevocationStatus.Unknown::new);
    }

    private static RevocationStatus state(LedgerEntry entry) {
        if (entry.revocation().isPresent()) {
            LedgerEntry.Revocation revocation = entry.revocation().get();
            return new RevocationStatus.Revoked(revocation.revokedAt(), revocation.reason());
        }
        return entry.der().isPresent() ? new RevocationStatus.Good() : new RevocationStatus.Unknown();
    }
}
