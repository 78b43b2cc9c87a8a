package hallpass.pki;

import hallpass.wire.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds certificate revocation lists (RFC 5280 §5). */
record CrlBuilder(
        X500Name issuer,
        AuthorityKeyIdentifier authorityKeyIdentifier,
        CRLNumber number,
        List<RevokedCertificate> revoked) {
    static CrlBuilder of(X509Certificate authority, long number, List<RevokedCertificate> revoked) {
        try {
            return new CrlBuilder(
                    // Byte for byte the CA's subject: CRLs are matched by encoding.
                    X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()),
                    new CRLNumber(BigInteger.valueOf(number)),
                    revoked);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("SHA-1 is not available", e);
        }
    }

    Crl sign(PrivateKey privateKey, Instant thisUpdate, Instant nextUpdate) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer, time(thisUpdate));
        builder.setNextUpdate(time(nextUpdate));
        for (RevokedCertificate each : revoked) {
            // Bouncy Castle omits "unspecified", as RFC 5280 §5.3.1 recommends.
            builder.addCRLEntry(
                    each.serial(), Date.from(each.revokedAt()), each.reason().number());
        }
        try {
            builder.addExtension(Extension.authorityKeyIdentifier, false, authorityKeyIdentifier);
            builder.addExtension(Extension.cRLNumber, false, number);
            byte[] encoded = builder.build(
                            new JcaContentSignerBuilder(CertificateBuilder.SIGNATURE_ALGORITHM).build(privateKey))
                    .getEncoded();
            return Crl.decode(Bytes.of(encoded));
        } catch (IOException | KeyMaterialException e) {
            throw new AssertionError("cannot encode a CRL", e);
        } catch (OperatorCreationException e) {
            throw new IllegalArgumentException("this key cannot sign a CRL", e);
        }
    }

    private static Time time(Instant instant) {
        return new Time(Date.from(instant));
    }
}
