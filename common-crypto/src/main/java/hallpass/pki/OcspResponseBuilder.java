package hallpass.pki;

import hallpass.message.Nonce;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Builds the OCSP response for one certificate (RFC 6960 §4.2). */
record OcspResponseBuilder(X509Certificate authority, BigInteger serial, RevocationStatus status, Nonce nonce) {
    /**
     * The time from thisUpdate to nextUpdate. Short, because a client asks again rather than
     * caching.
     */
    private static final Duration VALIDITY = Duration.ofMinutes(1);

    Bytes sign(PrivateKey key, Instant now) {
        try {
            X509CertificateHolder issuer = new JcaX509CertificateHolder(authority);
            BasicOCSPResp response = new BasicOCSPRespBuilder(
                            new RespID(X500Name.getInstance(issuer.getSubject().getEncoded())))
                    .addResponse(
                            certificateId(issuer, serial),
                            certStatus(),
                            Date.from(now),
                            Date.from(now.plus(VALIDITY)),
                            null)
                    .setResponseExtensions(new Extensions(nonceExtension(nonce)))
                    // No certificates: the responder is the CA itself (RFC 6960 §4.2.2.2).
                    .build(
                            new JcaContentSignerBuilder(CertificateBuilder.SIGNATURE_ALGORITHM).build(key),
                            new X509CertificateHolder[0],
                            Date.from(now));
            return Bytes.of(new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, response)
                    .getEncoded());
        } catch (IOException | OCSPException | CertificateEncodingException e) {
            throw new AssertionError("cannot encode an OCSP response", e);
        } catch (OperatorCreationException e) {
            throw new IllegalArgumentException("this key cannot sign an OCSP response", e);
        }
    }

    /**
     * The certificate ID with SHA-1, the default of openssl and most clients. The hash only
     * identifies the CA; security does not depend on it.
     */
    static CertificateID certificateId(X509CertificateHolder issuer, BigInteger serial) throws OCSPException {
        try {
            return new CertificateID(
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1), issuer, serial);
        } catch (OperatorCreationException e) {
            throw new AssertionError("SHA-1 is not available", e);
        }
    }

    /** The nonce extension: an OCTET STRING inside the extension's value (RFC 9654 §2.1). */
    static Extension nonceExtension(Nonce nonce) throws IOException {
        return new Extension(
                OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(bytes(nonce)).getEncoded());
    }

    private static byte[] bytes(Nonce nonce) {
        return ByteBuffer.allocate(Long.BYTES).putLong(nonce.value()).array();
    }

    private CertificateStatus certStatus() {
        if (status instanceof RevocationStatus.Revoked revoked) {
            return new RevokedStatus(
                    Date.from(revoked.revokedAt()), revoked.reason().number());
        }
        return status instanceof RevocationStatus.Good ? CertificateStatus.GOOD : new UnknownStatus();
    }
}
