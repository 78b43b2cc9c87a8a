package hallpass.app;

import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Comparison;
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
     * @throws Refusal those of {@link CertificateCheck#accept}; CERTIFICATE_KEY if the private key is not the certified one
     */
    public static ServerIdentity checked(
            PrincipalName name, Bytes certificate, SecretBytes privateKey, CertificateCheck check, Occasion at)
            throws Refusal {
        RSAPublicKey certified = check.accept(certificate, name, at);
        RSAPrivateCrtKey own = read(privateKey);
        at.compare(
                Comparison.KEY_PAIR,
                RsaKeys.fingerprint(certified),
                RsaKeys.isPair(certified, own) ? "the same" : "another one",
                RsaKeys.isPair(certified, own),
                ErrorCode.HP_ERR_CERTIFICATE_KEY);
        return new ServerIdentity(name, accepted(certificate), certified, own);
    }

    private static X509Certificate accepted(Bytes certificate) {
        try {
            return Certificates.decode(certificate);
        } catch (KeyMaterialException e) {
            throw new AssertionError("a certificate that was accepted can be read", e);
        }
    }

    private static RSAPrivateCrtKey read(SecretBytes privateKey) throws Refusal {
        try {
            return RsaKeys.privateKey(privateKey);
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
    public Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    /**
     * That the certificate has not ended. Asked once the peer's clock was found to agree: one of two that do not may be our own.
     *
     * @throws Refusal CERTIFICATE_EXPIRED
     */
    void requireValid(Occasion at) throws Refusal {
        if (at.now().isAfter(until())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_EXPIRED,
                    "now " + at.now() + ", this server's certificate ended " + until());
        }
    }

    /**
     * When to renew the certificate: at two thirds of its life, which begins when it was issued.
     *
     * @param backdated by how much the authority lets validity begin before that
     */
    public Instant renewAt(Duration backdated) {
        Instant issued = certificate.getNotBefore().toInstant().plus(backdated);
        return until().minus(Duration.between(issued, until()).dividedBy(3));
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
