package hallpass.provisioning;

import hallpass.config.ClientCertificateFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.store.CertificateLedger;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;

/** Issues certificates to clients: a key pair, a certificate, and both in the client's folder. */
public record ClientCertificateIssuer(
        RealmFolder realm, CertificateAuthority authority, CertificateLedger ledger, Randomness randomness) {
    /** Write-ahead, as the authority's server does it: whatever was signed can be revoked. */
    public X509Certificate issue(PrincipalName client, Instant now) throws RealmException {
        RealmConfig config = realm.config();
        Validity validity =
                authority.limitValidity(Validity.starting(now, config.certificateLifetime(), config.skew()));
        BigInteger serialNumber = CertificateAuthority.newSerial(randomness);
        String serial = CertificateLedger.formatSerial(serialNumber);
        ledger.reserve(serial, client, validity.notBefore(), validity.notAfter(), now);
        KeyPair pair = RsaKeys.generateKeyPair();
        X509Certificate certificate =
                authority.issueClientCertificate(client, (RSAPublicKey) pair.getPublic(), validity, serialNumber);
        ledger.complete(serial, Certificates.encode(certificate));
        ClientCertificateFiles.write(realm, client, certificate, pair.getPrivate());
        return certificate;
    }
}
