package hallpass.admin;

import hallpass.pki.CertificateAuthority;
import hallpass.pki.RevocationList;
import hallpass.pki.RevocationListCheck;
import hallpass.pki.RevokedCertificate;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.RevocationListPublisher;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The authority's published list of revoked certificates, beside its server. */
record PublishedList(
        RealmFolder realm, CertificateLedger ledger, RevocationListPublisher publisher, RevocationListCheck check) {
    static PublishedList of(RealmFolder realm, CertificateLedger ledger) throws RealmProblem {
        CertificateAuthority authority = PemFiles.authority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        return new PublishedList(
                realm,
                ledger,
                new RevocationListPublisher(authority, ledger, realm),
                PemFiles.trusting(realm.authorityCertificate(Party.CA))
                        .lists(realm.config().clockSkew()));
    }

    RevocationList publish(Instant now) throws RealmProblem {
        return publisher.publish(now).list();
    }

    /** The one in the file, if it is good now and tells all; else a new one. */
    RevocationList newest(Instant now) throws RealmProblem {
        Optional<RevocationList> found = inFile(now).filter(this::tellsAll);
        return found.isPresent() ? found.get() : publish(now);
    }

    private Optional<RevocationList> inFile(Instant now) throws RealmProblem {
        if (!Files.exists(realm.revocationList())) {
            return Optional.empty();
        }
        try {
            RevocationList list = PemFiles.revocationList(realm.revocationList());
            return Optional.of(check.accept(list.encode(), 0, new Occasion(now, "", Trace.NONE)));
        } catch (Refusal | RealmProblem e) {
            // Whatever it is, a new one is better.
            return Optional.empty();
        }
    }

    private boolean tellsAll(RevocationList list) {
        return serials(list.revoked()).equals(serials(ledger.revoked()));
    }

    private static Set<BigInteger> serials(List<RevokedCertificate> revoked) {
        return revoked.stream().map(RevokedCertificate::serial).collect(Collectors.toSet());
    }
}
