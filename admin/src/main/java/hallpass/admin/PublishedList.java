package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.pki.RevocationList;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.RevocationListPublisher;
import hallpass.trace.Fact;
import hallpass.trace.Party;
import java.time.Instant;

/** The authority's published list of revoked certificates, beside its server. */
final class PublishedList {
    private PublishedList() {}

    /** The one that tells all that is revoked; made and published here if nobody has yet. */
    static RevocationList newest(RealmFolder realm, CertificateLedger ledger, AdminAudit audit, Instant now)
            throws RealmProblem {
        return new RevocationListPublisher(
                        PemFiles.authority(realm.authorityCertificate(Party.CA), realm.authorityKey()),
                        ledger,
                        realm,
                        list -> audit.done(audit.entry(AuditEvent.CRL_PUBLISHED).with(Fact.CRL_NUMBER, list.number())))
                .newest(now)
                .list();
    }
}
