package hallpass.app;

import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RsaKeys;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;

/** Identity of the server: its name, its certificate and its private key. */
public final class ServerIdentity {
    private final PrincipalName name;
    private final X509Certificate certificate;
    private final RSAPublicKey publicKey;
    private final RSAPrivateCrtKey privateKey;

    private ServerIdentity(
            PrincipalName name, X509Certificate certificate, RSAPublicKey publicKey, RSAPrivateCrtKey privateKey) {
        this.name = name;
        this.certificate = certificate;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /**
     * Verifies an identity from a message or a file.
     *
     * @param certificate X.509 in DER
     * @param privateKey PKCS#8 in DER
     * @throws Refusal those of {@link CertificateValidator#validateServer}; CERTIFICATE_KEY if the
     *     private key does not match the certificate
     */
    public static ServerIdentity verified(
            PrincipalName name,
            Bytes certificate,
            SecretBytes privateKey,
            CertificateValidator check,
            ExchangeContext context)
            throws Refusal {
        RSAPublicKey certified = check.validateServer(certificate, name, context);
        RSAPrivateCrtKey decoded = decodePrivateKey(privateKey);
        context.check(
                Check.KEY_PAIR,
                RsaKeys.fingerprint(certified),
                RsaKeys.isPair(certified, decoded) ? "the same" : "another one",
                RsaKeys.isPair(certified, decoded),
                ErrorCode.HP_ERR_CERTIFICATE_KEY);
        return new ServerIdentity(name, decodeVerified(certificate), certified, decoded);
    }

    private static X509Certificate decodeVerified(Bytes certificate) {
        try {
            return Certificates.decode(certificate);
        } catch (KeyMaterialException e) {
            throw new AssertionError("an accepted certificate cannot be decoded", e);
        }
    }

    private static RSAPrivateCrtKey decodePrivateKey(SecretBytes privateKey) throws Refusal {
        try {
            return RsaKeys.decodePrivateKey(privateKey);
        } catch (KeyMaterialException e) {
            throw new Refusal(ErrorCode.HP_ERR_CERTIFICATE_KEY, "the private key " + e.problem());
        }
    }

    public PrincipalName name() {
        return name;
    }

    /** X.509 in DER. */
    public Bytes certificate() {
        return Certificates.encode(certificate);
    }

    public BigInteger serial() {
        return certificate.getSerialNumber();
    }

    /** First second at which the certificate is valid. */
    public Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    /** Last second at which the certificate is valid. */
    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /**
     * Requires that the certificate has not expired. Checked after the peer's timestamp: if the two
     * clocks disagree, the server's own clock may be the wrong one.
     *
     * @throws Refusal CERTIFICATE_EXPIRED
     */
    void requireValid(ExchangeContext context) throws Refusal {
        if (context.now().isAfter(notAfter())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_EXPIRED,
                    "now " + context.now() + ", this server's certificate expired " + notAfter());
        }
    }

    /**
     * Two thirds of the lifetime after the certificate was issued.
     *
     * @param backdating how long before the issue time the authority lets validity begin
     */
    public Instant renewalTime(Duration backdating) {
        Instant issued = notBefore().plus(backdating);
        return notAfter().minus(Duration.between(issued, notAfter()).dividedBy(3));
    }

    public RSAPublicKey publicKey() {
        return publicKey;
    }

    public RSAPrivateCrtKey privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return name + " with public key " + RsaKeys.fingerprint(publicKey);
    }
}
