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

/** Signs certificates (RFC 5280 §4) with its own key, and has a certificate that says so. */
public final class CertificateAuthority {
    private static final int SERIAL_BYTES = 16;

    private final X509Certificate certificate;
    private final RSAPrivateCrtKey privateKey;

    private CertificateAuthority(X509Certificate certificate, RSAPrivateCrtKey privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /**
     * The authority of a new realm. Its certificate vouches for itself alone: whoever is to trust it gets it by other
     * means than the wire.
     */
    public static CertificateAuthority selfSigned(
            PrincipalName name, KeyPair keyPair, Validity validity, BigInteger serial) {
        NamedKey self = new NamedKey(commonName(name), keyPair.getPublic());
        X509Certificate certificate = new CertificateBuilder(self, self, validity, serial)
                // Zero: it certifies servers, and no further authorities.
                .critical(Extension.basicConstraints, new BasicConstraints(0))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .sign(keyPair.getPrivate());
        try {
            return of(certificate, RsaKeys.decodePrivateKey(RsaKeys.encode(keyPair.getPrivate())));
        } catch (KeyMaterialException e) {
            throw new IllegalArgumentException("the authority's key pair " + e.problem(), e);
        }
    }

    /**
     * The authority that a certificate and its key make.
     *
     * @throws KeyMaterialException if the certificate is not an authority's, or not that of this key
     */
    public static CertificateAuthority of(X509Certificate certificate, RSAPrivateCrtKey privateKey)
            throws KeyMaterialException {
        if (!RsaKeys.isPair(Certificates.authorityKey(certificate), privateKey)) {
            throw new KeyMaterialException("is not the certificate of the authority's private key");
        }
        return new CertificateAuthority(certificate, privateKey);
    }

    /** A positive number of 128 bits, 127 of them random: unique, not to be foretold, and within the 20 octets of RFC 5280 §4.1.2.2. */
    public static BigInteger newSerial(Randomness randomness) {
        return new BigInteger(1, randomness.bytes(SERIAL_BYTES)).setBit(8 * SERIAL_BYTES - 1);
    }

    public PrincipalName name() {
        return new PrincipalName(Certificates.subjectName(certificate));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** For opening what was sealed to the authority. */
    public RSAPrivateCrtKey privateKey() {
        return privateKey;
    }

    /**
     * Certifies a server's key. The certificate ends no later than the authority's own.
     *
     * @throws IllegalArgumentException if {@link CertificateName} does not allow the name, or the authority's own
     *     certificate ends before this one would begin
     */
    public X509Certificate issueServerCertificate(
            PrincipalName server, RSAPublicKey publicKey, Validity validity, BigInteger serial) {
        return issue(IssuedKeyUsage.SERVER, server, publicKey, validity, serial);
    }

    /**
     * Certifies a client's key, with which it signs and nothing else.
     *
     * @throws IllegalArgumentException as {@link #issueServerCertificate}
     */
    public X509Certificate issueClientCertificate(
            PrincipalName client, RSAPublicKey publicKey, Validity validity, BigInteger serial) {
        return issue(IssuedKeyUsage.CLIENT, client, publicKey, validity, serial);
    }

    /** What a certified key is for. */
    private record IssuedKeyUsage(int keyUsage, KeyPurposeId extendedKeyUsage) {
        static final IssuedKeyUsage SERVER =
                new IssuedKeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment, KeyPurposeId.id_kp_serverAuth);
        static final IssuedKeyUsage CLIENT =
                new IssuedKeyUsage(KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth);
    }

    private X509Certificate issue(
            IssuedKeyUsage usage, PrincipalName subject, RSAPublicKey publicKey, Validity validity, BigInteger serial) {
        // The issuer is the authority's subject just as it is encoded there: chains are built by comparing the two.
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

    /** A validity that ends no later than the authority itself: that of what {@link #issueServerCertificate} signs. */
    public Validity limitValidity(Validity validity) {
        return validity.endingNoLaterThan(certificate.getNotAfter().toInstant());
    }

    /**
     * Signs a list of all that is revoked.
     *
     * @param number above that of every list before
     * @param nextUpdate when there will be another one at the latest
     */
    public Crl signCrl(long number, Instant thisUpdate, Instant nextUpdate, List<RevokedCertificate> revoked) {
        return CrlBuilder.of(certificate, number, revoked).sign(privateKey, thisUpdate, nextUpdate);
    }

    /** Whether a list is one of this authority's, though it may be an old one. */
    public boolean isIssuerOf(Crl crl) {
        return crl.isIssuedBy(certificate);
    }

    /** Answers a question for one certificate (RFC 6960), for who asked with this nonce. */
    public Bytes signOcspResponse(BigInteger serial, RevocationStatus status, Nonce nonce, Instant now) {
        return new OcspResponseBuilder(certificate, serial, status, nonce).sign(privateKey, now);
    }

    private static X500Name commonName(PrincipalName name) {
        return new X500NameBuilder()
                .addRDN(BCStyle.CN, CertificateName.requireAllowed(name))
                .build();
    }
}
