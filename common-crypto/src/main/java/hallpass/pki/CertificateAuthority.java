package hallpass.pki;

import hallpass.crypto.Randomness;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateBuilder.NamedKey;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A certificate authority: a CA certificate and its private key. Signs certificates, CRLs and OCSP
 * responses.
 */
public final class CertificateAuthority {
    private static final int SERIAL_BYTES = 16;

    private final X509Certificate certificate;
    private final RSAPrivateCrtKey privateKey;

    private CertificateAuthority(X509Certificate certificate, RSAPrivateCrtKey privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /**
     * Creates the CA of a new realm with a self-signed certificate. Clients receive the certificate
     * out of band, as their trust anchor.
     */
    public static CertificateAuthority selfSigned(
            PrincipalName name, KeyPair keyPair, Validity validity, BigInteger serial) {
        NamedKey self = new NamedKey(commonName(name), keyPair.getPublic());
        X509Certificate certificate = new CertificateBuilder(self, self, validity, serial)
                // pathLenConstraint 0: the CA certifies end entities only.
                .critical(Extension.basicConstraints, new BasicConstraints(0))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .sign(keyPair.getPrivate());
        try {
            return of(certificate, RsaKeys.decodePrivateKey(RsaKeys.encode(keyPair.getPrivate())));
        } catch (KeyMaterialException e) {
            throw new IllegalArgumentException("the CA key pair " + e.problem(), e);
        }
    }

    /**
     * @throws KeyMaterialException if the certificate is not a CA certificate, or does not match
     *     the key
     */
    public static CertificateAuthority of(X509Certificate certificate, RSAPrivateCrtKey privateKey)
            throws KeyMaterialException {
        if (!RsaKeys.isPair(Certificates.authorityKey(certificate), privateKey)) {
            throw new KeyMaterialException("does not match the CA's private key");
        }
        return new CertificateAuthority(certificate, privateKey);
    }

    /**
     * A positive 128-bit serial number with 127 random bits: unique, unpredictable, and shorter
     * than the 20-octet limit of RFC 5280 §4.1.2.2.
     */
    public static BigInteger newSerial(Randomness randomness) {
        return new BigInteger(1, randomness.bytes(SERIAL_BYTES)).setBit(8 * SERIAL_BYTES - 1);
    }

    public PrincipalName name() {
        return new PrincipalName(Certificates.subjectName(certificate));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The key that opens what clients seal to the CA. */
    public RSAPrivateCrtKey privateKey() {
        return privateKey;
    }

    /**
     * Issues a server certificate. It expires no later than the CA certificate.
     *
     * @throws IllegalArgumentException if {@link CertificateName} refuses the name, or if the CA
     *     certificate expires before the validity begins
     */
    public X509Certificate issueServerCertificate(
            PrincipalName server, RSAPublicKey publicKey, Validity validity, BigInteger serial) {
        return issue(IssuedKeyUsage.SERVER, server, publicKey, validity, serial);
    }

    /**
     * Issues a client certificate, for signatures only.
     *
     * @throws IllegalArgumentException as {@link #issueServerCertificate}
     */
    public X509Certificate issueClientCertificate(
            PrincipalName client, RSAPublicKey publicKey, Validity validity, BigInteger serial) {
        return issue(IssuedKeyUsage.CLIENT, client, publicKey, validity, serial);
    }

    /** The key usage and extended key usage of an issued certificate. */
    private record IssuedKeyUsage(int keyUsage, KeyPurposeId extendedKeyUsage) {
        static final IssuedKeyUsage SERVER =
                new IssuedKeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment, KeyPurposeId.id_kp_serverAuth);
        static final IssuedKeyUsage CLIENT =
                new IssuedKeyUsage(KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth);
    }

    private X509Certificate issue(
            IssuedKeyUsage usage, PrincipalName subject, RSAPublicKey publicKey, Validity validity, BigInteger serial) {
        // The issuer must equal the CA's subject byte for byte: path validation compares the
        // encodings.
        X500Name self =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return new CertificateBuilder(
                        new NamedKey(self, certificate.getPublicKey()),
                        new NamedKey(commonName(subject), publicKey),
                        limitValidity(validity),
                        serial)
                .critical(Extension.basicConstraints, new BasicConstraints(false))
                .critical(Extension.keyUsage, new KeyUsage(usage.keyUsage))
                .nonCritical(Extension.extendedKeyUsage, new ExtendedKeyUsage(usage.extendedKeyUsage))
                .nonCritical(
                        Extension.subjectAlternativeName,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, subject.text())))
                .sign(privateKey);
    }

    /** Shortens a validity so that it ends no later than the CA certificate. */
    public Validity limitValidity(Validity validity) {
        return validity.endingNoLaterThan(certificate.getNotAfter().toInstant());
    }

    /**
     * Signs a complete CRL.
     *
     * @param number the CRL number, larger than that of every earlier CRL
     * @param nextUpdate the latest time of the next CRL
     */
    public Crl signCrl(long number, Instant thisUpdate, Instant nextUpdate, List<RevokedCertificate> revoked) {
        return CrlBuilder.of(certificate, number, revoked).sign(privateKey, thisUpdate, nextUpdate);
    }

    /** Whether this CA signed the CRL, current or not. */
    public boolean isIssuerOf(Crl crl) {
        return crl.isIssuedBy(certificate);
    }

    /** Signs an OCSP response for one certificate (RFC 6960), with the requester's nonce. */
    public Bytes signOcspResponse(BigInteger serial, RevocationStatus status, Nonce nonce, Instant now) {
        return new OcspResponseBuilder(certificate, serial, status, nonce).sign(privateKey, now);
    }

    private static X500Name commonName(PrincipalName name) {
        return new X500NameBuilder()
                .addRDN(BCStyle.CN, CertificateName.requireAllowed(name))
                .build();
    }
}
