package hallpass.pki;

import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_EXPIRED;
import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_ISSUER;
import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_KEY;
import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_NAME;
import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_NYV;
import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE;
import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE;

import hallpass.message.PrincipalName;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Action;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Validates an end-entity certificate against one trust anchor (RFC 5280 §6.1, with a path of one
 * certificate).
 */
public final class CertificateValidator {
    /**
     * The required use of a certificate.
     *
     * @param keyUsageBit the bit of KeyUsage (RFC 5280 §4.2.1.3)
     * @param extendedKeyUsage the OID of the key purpose (RFC 5280 §4.2.1.12)
     */
    private record RequiredKeyUsage(String description, int keyUsageBit, String extendedKeyUsage) {
        /** keyEncipherment and serverAuth. */
        static final RequiredKeyUsage SERVER = new RequiredKeyUsage("for a server", 2, "1.3.6.1.5.5.7.3.1");
        /** digitalSignature and clientAuth. */
        static final RequiredKeyUsage CLIENT = new RequiredKeyUsage("for a client", 0, "1.3.6.1.5.5.7.3.2");
    }

    private static final int V3 = 3;
    /** The tag of dNSName in GeneralName (RFC 5280 §4.2.1.6). */
    private static final int DNS_NAME = 2;

    private final X509Certificate authority;
    private final RSAPublicKey authorityKey;

    private CertificateValidator(X509Certificate authority, RSAPublicKey authorityKey) {
        this.authority = authority;
        this.authorityKey = authorityKey;
    }

    /**
     * Creates a validator with one CA certificate as the trust anchor.
     *
     * @throws KeyMaterialException if the certificate is not a CA certificate, or its key is not
     *     acceptable
     */
    public static CertificateValidator trusting(X509Certificate authority) throws KeyMaterialException {
        return new CertificateValidator(authority, Certificates.authorityKey(authority));
    }

    /** The validator for CRLs of the same CA. */
    public CrlValidator crlValidator(ClockSkew skew) {
        return new CrlValidator(authority, authorityKey, skew);
    }

    /** The validator for OCSP responses of the same CA, which signs them directly. */
    public OcspResponseValidator ocspValidator(ClockSkew skew) {
        return OcspResponseValidator.of(authority, authorityKey, skew);
    }

    X509Certificate authority() {
        return authority;
    }

    /** The CA's public key, PK_ca. */
    public RSAPublicKey authorityKey() {
        return authorityKey;
    }

    /**
     * Validates a server certificate and returns its public key.
     *
     * <p>P4 also carries PK_s beside the certificate. This method ignores it: see
     * {@link ServerKeyChoice}.
     *
     * @param encoded the certificate in DER
     * @param server the expected name
     * @throws Refusal the first that applies of HP_ERR_CERTIFICATE_UNREADABLE, _ISSUER, _SIGNATURE,
     *     _KEY, _NAME, _NYV, _EXPIRED
     */
    public RSAPublicKey validateServer(Bytes encoded, PrincipalName server, ExchangeContext context) throws Refusal {
        return validate(encoded, server, RequiredKeyUsage.SERVER, context);
    }

    /**
     * Validates a client certificate and returns its public key.
     *
     * @throws Refusal as {@link #validateServer}; a server certificate is not a client certificate
     */
    public RSAPublicKey validateClient(Bytes encoded, PrincipalName client, ExchangeContext context) throws Refusal {
        return validate(encoded, client, RequiredKeyUsage.CLIENT, context);
    }

    private RSAPublicKey validate(Bytes encoded, PrincipalName name, RequiredKeyUsage required, ExchangeContext context)
            throws Refusal {
        X509Certificate certificate = decode(encoded);
        checkIssuer(certificate, context);
        checkSignature(certificate, context);
        RSAPublicKey key = checkKey(certificate, required, context);
        checkNames(certificate, name, context);
        checkValidity(certificate, context);
        context.recordAction(Action.CERTIFICATE_ACCEPTED, name);
        return key;
    }

    /**
     * Decodes PK_s, the uncertified public key in P4. Checks only its encoding and size.
     *
     * @throws Refusal HP_ERR_CERTIFICATE_KEY unless it is an RSA key of at least 2048 bits
     */
    public static RSAPublicKey uncertifiedKey(Bytes encoded) throws Refusal {
        try {
            return RsaKeys.decodePublicKey(encoded);
        } catch (KeyMaterialException e) {
            throw new Refusal(HP_ERR_CERTIFICATE_KEY, "the public key beside the certificate " + e.problem());
        }
    }

    private static X509Certificate decode(Bytes encoded) throws Refusal {
        try {
            return Certificates.decode(encoded);
        } catch (KeyMaterialException e) {
            throw unreadable(e.problem());
        }
    }

    private void checkIssuer(X509Certificate certificate, ExchangeContext context) throws Refusal {
        context.check(
                Check.CERTIFICATE_ISSUER,
                Certificates.commonName(certificate.getIssuerX500Principal()),
                Certificates.commonName(authority.getSubjectX500Principal()),
                certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal()),
                HP_ERR_CERTIFICATE_ISSUER);
    }

    private void checkSignature(X509Certificate certificate, ExchangeContext context) throws Refusal {
        boolean valid = certificate.getSigAlgOID().equals(Certificates.SHA256_WITH_RSA)
                && Certificates.isSignedBy(authorityKey, certificate);
        context.check(
                Check.CERTIFICATE_SIGNATURE,
                certificate.getSigAlgName(),
                valid ? "verifies it" : "does not verify it",
                valid,
                HP_ERR_CERTIFICATE_SIGNATURE);
    }

    private static RSAPublicKey checkKey(
            X509Certificate certificate, RequiredKeyUsage required, ExchangeContext context) throws Refusal {
        try {
            RSAPublicKey key = RsaKeys.requireUsable(certificate.getPublicKey());
            boolean suitable = hasRequiredUsage(required, certificate);
            context.check(
                    Check.CERTIFICATE_KEY,
                    "RSA-" + key.getModulus().bitLength() + " " + (suitable ? required.description : "for another use"),
                    "RSA-" + RsaKeys.KEY_BITS + " " + required.description,
                    suitable,
                    HP_ERR_CERTIFICATE_KEY);
            return key;
        } catch (KeyMaterialException e) {
            throw new Refusal(HP_ERR_CERTIFICATE_KEY, "the certified key " + e.problem());
        }
    }

    /**
     * RFC 5280 §6.1.4 (k) to (o), for an end entity: not a CA certificate, and no unknown critical
     * extension.
     */
    private static boolean hasRequiredUsage(RequiredKeyUsage required, X509Certificate certificate) throws Refusal {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getVersion() == V3
                && certificate.getBasicConstraints() < 0
                && usage != null
                && usage[required.keyUsageBit]
                && allowsExtendedKeyUsage(required, certificate)
                && !certificate.hasUnsupportedCriticalExtension();
    }

    private static boolean allowsExtendedKeyUsage(RequiredKeyUsage required, X509Certificate certificate)
            throws Refusal {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(required.extendedKeyUsage);
        } catch (CertificateParsingException e) {
            throw unreadable("has an unreadable extended key usage");
        }
    }

    /**
     * Compares names exactly, in the subject and in the alternative names: they are principal
     * names, not host names.
     */
    private static void checkNames(X509Certificate certificate, PrincipalName server, ExchangeContext context)
            throws Refusal {
        // A name with a comma could match the text of a subject with several attributes.
        boolean allowed = CertificateName.isAllowed(server);
        String subject = Certificates.subjectName(certificate);
        context.check(
                Check.CERTIFICATE_NAME,
                subject,
                server,
                allowed && subject.equals(server.text()),
                HP_ERR_CERTIFICATE_NAME);
        List<String> names = dnsNames(certificate);
        context.check(
                Check.CERTIFICATE_ALTERNATIVE_NAME,
                names.isEmpty() ? "none" : String.join(" ", names),
                server,
                names.contains(server.text()),
                HP_ERR_CERTIFICATE_NAME);
    }

    private static List<String> dnsNames(X509Certificate certificate) throws Refusal {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw unreadable("has unreadable alternative names");
        }
    }

    /** Both ends are inclusive (RFC 5280 §4.1.2.5). */
    private static void checkValidity(X509Certificate certificate, ExchangeContext context) throws Refusal {
        Instant notBefore = certificate.getNotBefore().toInstant();
        context.check(
                Check.CERTIFICATE_START,
                notBefore,
                context.now(),
                !context.now().isBefore(notBefore),
                HP_ERR_CERTIFICATE_NYV);
        Instant notAfter = certificate.getNotAfter().toInstant();
        context.check(
                Check.CERTIFICATE_EXPIRY,
                context.now(),
                notAfter,
                !context.now().isAfter(notAfter),
                HP_ERR_CERTIFICATE_EXPIRED);
    }

    private static Refusal unreadable(String problem) {
        return new Refusal(HP_ERR_CERTIFICATE_UNREADABLE, "the certificate " + problem);
    }
}
