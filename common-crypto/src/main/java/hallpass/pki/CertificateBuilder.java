package hallpass.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds certificates: Bouncy Castle encodes the ASN.1, the JDK signs. */
final class CertificateBuilder {
    static final String SIGNATURE_ALGORITHM = "SHA256withRSA";

    private final X509v3CertificateBuilder builder;

    /** The name and public key of an issuer or a subject. */
    record NamedKey(X500Name name, PublicKey key) {}

    /** Adds both key identifiers (RFC 5280 §4.2.1.1, §4.2.1.2). */
    CertificateBuilder(NamedKey issuer, NamedKey subject, Validity validity, BigInteger serial) {
        builder = new X509v3CertificateBuilder(
                issuer.name,
                serial,
                time(validity.notBefore()),
                time(validity.notAfter()),
                subject.name,
                SubjectPublicKeyInfo.getInstance(subject.key.getEncoded()));
        try {
            JcaX509ExtensionUtils keyIdentifiers = new JcaX509ExtensionUtils();
            nonCritical(Extension.subjectKeyIdentifier, keyIdentifiers.createSubjectKeyIdentifier(subject.key));
            nonCritical(Extension.authorityKeyIdentifier, keyIdentifiers.createAuthorityKeyIdentifier(issuer.key));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("SHA-1 is not available", e);
        }
    }

    CertificateBuilder critical(ASN1ObjectIdentifier extension, ASN1Encodable value) {
        return addExtension(extension, true, value);
    }

    CertificateBuilder nonCritical(ASN1ObjectIdentifier extension, ASN1Encodable value) {
        return addExtension(extension, false, value);
    }

    X509Certificate sign(PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE_ALGORITHM).build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalArgumentException("this key cannot sign a certificate", e);
        }
    }

    private CertificateBuilder addExtension(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(extension, critical, value);
            return this;
        } catch (IOException e) {
            throw new AssertionError("cannot encode an extension", e);
        }
    }

    private static Time time(Instant instant) {
        return new Time(Date.from(instant));
    }
}
