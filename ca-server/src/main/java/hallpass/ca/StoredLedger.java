package hallpass.ca;

import hallpass.message.PrincipalName;
import hallpass.pki.CertificateState;
import hallpass.pki.Certificates;
import hallpass.pki.Validity;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** The ledger in the realm's store. */
record StoredLedger(CertificateLedger store) implements Ledger, Revocations {
    @Override
    public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
        return store.reserve(Certificates.shown(serial), subject, validity.notBefore(), validity.notAfter(), now);
    }

    @Override
    public boolean complete(X509Certificate certificate) {
        return store.complete(Certificates.shown(certificate.getSerialNumber()), Certificates.encode(certificate));
    }

    @Override
    public CertificateState of(BigInteger serial) {
        return store.find(Certificates.shown(serial)).map(StoredLedger::state).orElseGet(CertificateState.Unknown::new);
    }

    private static CertificateState state(LedgerEntry entry) {
        if (entry.revocation().isPresent()) {
            LedgerEntry.Revocation revocation = entry.revocation().get();
            return new CertificateState.Revoked(revocation.at(), revocation.reason());
        }
        return entry.der().isPresent() ? new CertificateState.Good() : new CertificateState.Unknown();
    }
}
