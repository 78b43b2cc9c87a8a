package hallpass.admin;

import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.realm.ClientCertificateFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;

/** Issues certificates to clients: a key pair, a certificate, and both in the client's folder. */
public record ClientCertificates(
        RealmFolder realm, CertificateAuthority authority, CertificateLedger ledger, Randomness randomness) {
    /** Write-ahead, as the authority's server does it: whatever was signed can be revoked. */
    public X509Certificate issue(PrincipalName client, Instant now) throws RealmProblem {
        RealmConfig config = realm.config();
        Validity validity = authority.limited(Validity.starting(now, config.certificateLifetime(), config.skew()));
        BigInteger number = CertificateAuthority.newSerial(randomness);
        String serial = CertificateLedger.serial(number);
        ledger.reserve(serial, client, validity.notBefore(), validity.notAfter(), now);
        KeyPair pair = RsaKeys.newPair();
        X509Certificate certificate = authority.issueClient(client, (RSAPublicKey) pair.getPublic(), validity, number);
        ledger.complete(serial, Certificates.encode(certificate));
        ClientCertificateFiles.write(realm, client, certificate, pair.getPrivate());
        return certificate;
    }
}
