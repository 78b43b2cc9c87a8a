package hallpass.pki;

import hallpass.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.jspecify.annotations.Nullable;

/**
 * A decoded certificate revocation list (RFC 5280 §5). Not trustworthy before {@link CrlValidator}
 * has validated it.
 */
public final class Crl {
    /** Enough for some 200,000 revoked certificates. */
    public static final int MAX_ENCODED = 8 * 1024 * 1024;

    private static final int SEQUENCE = 0x30;
    private static final int V2 = 2;

    private final X509CRL crl;
    private final Bytes encoded;
    private final long number;
    private final Instant nextUpdate;

    private Crl(X509CRL crl, Bytes encoded, long number, Instant nextUpdate) {
        this.crl = crl;
        this.encoded = encoded;
        this.number = number;
        this.nextUpdate = nextUpdate;
    }

    /**
     * Decodes exactly one CRL in DER.
     *
     * @throws KeyMaterialException if the bytes are anything else, or if the CRL has no CRL number
     *     or no nextUpdate
     */
    public static Crl decode(Bytes encoded) throws KeyMaterialException {
        byte[] der = encoded.toArray();
        // CertificateFactory also accepts PEM, and ignores trailing bytes.
        if (der.length == 0 || der.length > MAX_ENCODED || der[0] != SEQUENCE) {
            throw new KeyMaterialException("is not a CRL in DER");
        }
        X509CRL crl = parse(der);
        if (crl.getVersion() != V2 || crl.getNextUpdate() == null || !hasNoCriticalExtension(crl)) {
            throw new KeyMaterialException("is not a complete v2 CRL with a nextUpdate");
        }
        return new Crl(crl, encoded, number(crl), crl.getNextUpdate().toInstant());
    }

    private static X509CRL parse(byte[] der) throws KeyMaterialException {
        try {
            CRL decoded = CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
            if (decoded instanceof X509CRL crl
                    && Bytes.of(crl.getEncoded()).equals(Bytes.of(der))
                    && Certificates.hasNoUnusedSignatureBits(der, crl.getSignature())) {
                return crl;
            }
            throw new KeyMaterialException("is not exactly one CRL");
        } catch (CRLException | CertificateException e) {
            throw new KeyMaterialException("is not a CRL in DER");
        }
    }

    /** Partial and delta CRLs have a critical extension (RFC 5280 §5.2.4, §5.2.5). */
    private static boolean hasNoCriticalExtension(X509CRL crl) {
        Set<String> critical = crl.getCriticalExtensionOIDs();
        return critical == null || critical.isEmpty();
    }

    private static long number(X509CRL crl) throws KeyMaterialException {
        byte[] extension = crl.getExtensionValue(Extension.cRLNumber.getId());
        if (extension == null) {
            throw new KeyMaterialException("is a CRL without a CRL number");
        }
        try {
            BigInteger number = ASN1Integer.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
                    .getPositiveValue();
            return number.longValueExact();
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new KeyMaterialException("is a CRL with an invalid CRL number");
        }
    }

    /** The CRL in DER. */
    public Bytes encode() {
        return encoded;
    }

    /** The CRL number. Later CRLs have larger numbers. */
    public long number() {
        return number;
    }

    public Instant thisUpdate() {
        return crl.getThisUpdate().toInstant();
    }

    /** The time from which this CRL is stale. */
    public Instant nextUpdate() {
        return nextUpdate;
    }

    /** The entries in order of revocation. */
    public List<RevokedCertificate> revoked() {
        Collection<? extends X509CRLEntry> entries = crl.getRevokedCertificates();
        if (entries == null) {
            return List.of();
        }
        return entries.stream()
                .map(Crl::revoked)
                .sorted(Comparator.comparing(RevokedCertificate::revokedAt).thenComparing(RevokedCertificate::serial))
                .toList();
    }

    /** The entry of a certificate, if the CRL has one. */
    public Optional<RevokedCertificate> find(BigInteger serial) {
        return Optional.ofNullable(crl.getRevokedCertificate(serial)).map(Crl::revoked);
    }

    private static RevokedCertificate revoked(X509CRLEntry entry) {
        return new RevokedCertificate(
                entry.getSerialNumber(), entry.getRevocationDate().toInstant(), reason(entry.getRevocationReason()));
    }

    /**
     * The JDK's constants have the same names. A reason that cannot occur in a complete CRL counts
     * as unspecified.
     */
    private static RevocationReason reason(@Nullable CRLReason reason) {
        return Arrays.stream(RevocationReason.values())
                .filter(known -> reason != null && known.name().equals(reason.name()))
                .findFirst()
                .orElse(RevocationReason.UNSPECIFIED);
    }

    X500Principal issuer() {
        return crl.getIssuerX500Principal();
    }

    String signatureAlgorithm() {
        return crl.getSigAlgName();
    }

    boolean isIssuedBy(X509Certificate authority) {
        return issuer().equals(authority.getSubjectX500Principal())
                && authority.getPublicKey() instanceof RSAPublicKey key
                && isSignedBy(key);
    }

    boolean isSignedBy(RSAPublicKey key) {
        try {
            crl.verify(key);
            return crl.getSigAlgOID().equals(Certificates.SHA256_WITH_RSA);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
