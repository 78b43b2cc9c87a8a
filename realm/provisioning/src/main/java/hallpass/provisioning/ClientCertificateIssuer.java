package hallpass.provisioning;

import hallpass.config.ClientCertificateFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
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

/** Issues client certificates, and writes each with its private key to the client folder. */
public record ClientCertificateIssuer(
        RealmFolder realm, CertificateAuthority authority, CertificateLedger ledger, Randomness randomness) {
    /**
     * Issues a certificate for a new key pair.
     *
     * <p>The ledger reserves the serial number before the certificate is signed, so that every
     * signed certificate can be revoked.
     */
    public X509Certificate issue(PrincipalName client, Instant now) throws RealmException {
        RealmConfig config = realm.config();
        Validity validity = authority.limitValidity(
                Validity.starting(now, config.get(Setting.CERTIFICATE_LIFETIME), config.get(Setting.SKEW)));
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
