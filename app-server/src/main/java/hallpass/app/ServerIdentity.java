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

/** Who the server is to its clients: a name, a certificate that says so, and the private key that proves it. */
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
     * An identity that came in a message or from a file.
     *
     * @param certificate in DER
     * @param privateKey PKCS#8 in DER
     * @throws Refusal those of {@link CertificateValidator#validateServer}; CERTIFICATE_KEY if the private key is not the certified one
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
            throw new AssertionError("a certificate that was accepted can be read", e);
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

    /** In DER. */
    public Bytes certificate() {
        return Certificates.encode(certificate);
    }

    /** By which the authority knows the certificate. */
    public BigInteger serial() {
        return certificate.getSerialNumber();
    }

    /** The last second at which the certificate is valid. */
    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /**
     * That the certificate has not ended. Asked once the peer's clock was found to agree: one of two that do not may be our own.
     *
     * @throws Refusal CERTIFICATE_EXPIRED
     */
    void requireValid(ExchangeContext context) throws Refusal {
        if (context.now().isAfter(notAfter())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_EXPIRED,
                    "now " + context.now() + ", this server's certificate ended " + notAfter());
        }
    }

    /**
     * When to renew the certificate: at two thirds of its life, which begins when it was issued.
     *
     * @param backdating by how much the authority lets validity begin before that
     */
    public Instant renewalTime(Duration backdating) {
        Instant issued = certificate.getNotBefore().toInstant().plus(backdating);
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
