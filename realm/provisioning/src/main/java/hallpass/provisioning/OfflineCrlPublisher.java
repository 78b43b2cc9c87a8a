package hallpass.provisioning;

import hallpass.audit.AdminAuditLog;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import hallpass.pki.Crl;
import hallpass.store.CertificateLedger;
import hallpass.store.CrlPublisher;
import hallpass.trace.AuditField;
import java.time.Instant;

/** Publishes the CRL of a realm without the CA's server. */
public final class OfflineCrlPublisher {
    private OfflineCrlPublisher() {}

    /**
     * Returns the current CRL. Publishes a new one first if the last lacks a revocation, or if less
     * than half of its validity remains.
     */
    public static Crl publishIfOutdated(RealmFolder realm, CertificateLedger ledger, AdminAuditLog audit, Instant now)
            throws RealmException {
        return new CrlPublisher(
                        PemFiles.readAuthority(realm.authorityCertificate(Party.CA), realm.authorityKey()),
                        ledger,
                        realm,
                        crl -> audit.record(
                                audit.newEntry(AuditEvent.CRL_PUBLISHED).with(AuditField.CRL_NUMBER, crl.number())))
                .current(now)
                .crl();
    }
}
