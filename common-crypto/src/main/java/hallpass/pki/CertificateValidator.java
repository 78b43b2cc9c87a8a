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
 * What is held against a server's certificate before it is believed: RFC 5280 §6.1 for a path of one certificate below
 * one authority that is known beforehand.
 */
public final class CertificateValidator {
    /**
     * What a certificate is for.
     *
     * @param keyUsageBit the bit's place in KeyUsage (RFC 5280 §4.2.1.3)
     * @param extendedKeyUsage among those of the extended key usage (RFC 5280 §4.2.1.12)
     */
    private record RequiredKeyUsage(String description, int keyUsageBit, String extendedKeyUsage) {
        /** Clients seal to its key. */
        static final RequiredKeyUsage SERVER = new RequiredKeyUsage("for a server", 2, "1.3.6.1.5.5.7.3.1");
        /** It signs. */
        static final RequiredKeyUsage CLIENT = new RequiredKeyUsage("for a client", 0, "1.3.6.1.5.5.7.3.2");
    }

    private static final int V3 = 3;
    /** The tag of a dNSName among the GeneralNames (RFC 5280 §4.2.1.6). */
    private static final int DNS_NAME = 2;

    private final X509Certificate authority;
    private final RSAPublicKey authorityKey;

    private CertificateValidator(X509Certificate authority, RSAPublicKey authorityKey) {
        this.authority = authority;
        this.authorityKey = authorityKey;
    }

    /**
     * Trusts one authority, and no other.
     *
     * @throws KeyMaterialException if the certificate is not an authority's, or its key not one to trust
     */
    public static CertificateValidator trusting(X509Certificate authority) throws KeyMaterialException {
        return new CertificateValidator(authority, Certificates.authorityKey(authority));
    }

    /** The check of lists of revoked certificates against the same authority. */
    public CrlValidator crlValidator(ClockSkew skew) {
        return new CrlValidator(authority, authorityKey, skew);
    }

    /** The check of answers about one certificate against the same authority, which signs them itself. */
    public OcspResponseValidator ocspValidator(ClockSkew skew) {
        return OcspResponseValidator.of(authority, authorityKey, skew);
    }

    X509Certificate authority() {
        return authority;
    }

    /** The authority's key, PK_ca. */
    public RSAPublicKey authorityKey() {
        return authorityKey;
    }

    /**
     * The key that the authority certifies for the server.
     *
     * <p>P4 also carries a PK_s of its own beside the certificate. This check does not look at it: see
     * {@link ServerKeyChoice}.
     *
     * @param encoded the certificate in DER, as it came
     * @param server the name that was asked for
     * @throws Refusal HP_ERR_CERTIFICATE_UNREADABLE, _ISSUER, _SIGNATURE, _KEY, _NAME, _NYV or _EXPIRED: in this order,
     *     the first that applies
     */
    public RSAPublicKey validateServer(Bytes encoded, PrincipalName server, ExchangeContext context) throws Refusal {
        return validate(encoded, server, RequiredKeyUsage.SERVER, context);
    }

    /**
     * The key that the authority certifies for a client.
     *
     * @throws Refusal as {@link #validateServer}; a server's certificate is no client's
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
     * The PK_s that travels beside the certificate in P4, certified by nobody: readable and large enough, that is all.
     *
     * @throws Refusal HP_ERR_CERTIFICATE_KEY if it is no RSA key of at least 2048 bits
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
                valid ? "made it" : "did not make it",
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
                    "RSA-" + key.getModulus().bitLength() + " "
                            + (suitable ? required.description : "for something else"),
                    "RSA-" + RsaKeys.KEY_BITS + " " + required.description,
                    suitable,
                    HP_ERR_CERTIFICATE_KEY);
            return key;
        } catch (KeyMaterialException e) {
            throw new Refusal(HP_ERR_CERTIFICATE_KEY, "the certified key " + e.problem());
        }
    }

    /** RFC 5280 §6.1.4 (k) to (o) turned round: an authority's certificate is nobody else's, and what is critical must be known. */
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

    /** By the letter, both in the subject and among the alternative names: these are names of the realm, not of hosts. */
    private static void checkNames(X509Certificate certificate, PrincipalName server, ExchangeContext context)
            throws Refusal {
        // A name that no certificate can carry could otherwise be read as a subject of several parts.
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

    /** Both ends belong to it (RFC 5280 §4.1.2.5). */
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
