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
 * A list of revoked certificates (RFC 5280 §5) as it came: readable, and believed by nobody before {@link
 * CrlValidator} accepts it.
 */
public final class Crl {
    /** Some 200,000 certificates of ours. */
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
     * A list from its DER.
     *
     * @throws KeyMaterialException if it is none, has bytes left over, or lacks what every list must have: a number, and when
     *     the next one comes
     */
    public static Crl decode(Bytes encoded) throws KeyMaterialException {
        byte[] der = encoded.toArray();
        // The factory would also read PEM, and stops at the list's end.
        if (der.length == 0 || der.length > MAX_ENCODED || der[0] != SEQUENCE) {
            throw new KeyMaterialException("is no list of revoked certificates in DER");
        }
        X509CRL crl = parse(der);
        if (crl.getVersion() != V2 || crl.getNextUpdate() == null || !hasNoCriticalExtension(crl)) {
            throw new KeyMaterialException("is a list of revoked certificates of another kind");
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
            throw new KeyMaterialException("is not exactly one list of revoked certificates");
        } catch (CRLException | CertificateException e) {
            throw new KeyMaterialException("is no list of revoked certificates in DER");
        }
    }

    /** A list for some certificates only, or of what changed, says so in a critical extension (RFC 5280 §5.2.4, §5.2.5). */
    private static boolean hasNoCriticalExtension(X509CRL crl) {
        Set<String> critical = crl.getCriticalExtensionOIDs();
        return critical == null || critical.isEmpty();
    }

    private static long number(X509CRL crl) throws KeyMaterialException {
        byte[] extension = crl.getExtensionValue(Extension.cRLNumber.getId());
        if (extension == null) {
            throw new KeyMaterialException("is a list of revoked certificates without a number");
        }
        try {
            BigInteger number = ASN1Integer.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
                    .getPositiveValue();
            return number.longValueExact();
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new KeyMaterialException("is a list of revoked certificates with a number that is none");
        }
    }

    /** In DER. */
    public Bytes encode() {
        return encoded;
    }

    /** By which lists are told apart: a later one has a higher number. */
    public long number() {
        return number;
    }

    public Instant thisUpdate() {
        return crl.getThisUpdate().toInstant();
    }

    /** When there will be another one at the latest: from then on this one is out of date. */
    public Instant nextUpdate() {
        return nextUpdate;
    }

    /** All that it lists, in the order in which they were revoked. */
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

    /** Whether it lists a certificate, when and why. */
    public Optional<RevokedCertificate> find(BigInteger serial) {
        return Optional.ofNullable(crl.getRevokedCertificate(serial)).map(Crl::revoked);
    }

    private static RevokedCertificate revoked(X509CRLEntry entry) {
        return new RevokedCertificate(
                entry.getSerialNumber(), entry.getRevocationDate().toInstant(), reason(entry.getRevocationReason()));
    }

    /** The JDK calls the reasons as RevocationReason does. One that has no place in a whole list is as good as none. */
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
