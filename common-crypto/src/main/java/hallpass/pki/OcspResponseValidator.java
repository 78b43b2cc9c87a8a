package hallpass.pki;

import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_REVOKED;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_NYV;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_SIGNATURE;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_STALE;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_UNKNOWN;
import static hallpass.message.ErrorCode.KRB_AP_ERR_MODIFIED;

import hallpass.message.Nonce;
import hallpass.pki.RevocationStatus.Good;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Action;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;

/**
 * Validates an OCSP response (RFC 6960 §3.2). Created by
 * {@link CertificateValidator#ocspValidator}. Anything in doubt is refused.
 */
public final class OcspResponseValidator {
    /** A response for one certificate has about 500 bytes. */
    private static final int MAX_ENCODED = 8 * 1024;

    /** With the NULL parameters that RFC 4055 §5 requires, because the algorithm is not signed. */
    private static final AlgorithmIdentifier SHA256_WITH_RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    private final X509CertificateHolder authority;
    private final RSAPublicKey authorityKey;
    private final ClockSkew skew;

    private OcspResponseValidator(X509CertificateHolder authority, RSAPublicKey authorityKey, ClockSkew skew) {
        this.authority = authority;
        this.authorityKey = authorityKey;
        this.skew = skew;
    }

    static OcspResponseValidator of(X509Certificate authority, RSAPublicKey authorityKey, ClockSkew skew) {
        try {
            return new OcspResponseValidator(new JcaX509CertificateHolder(authority), authorityKey, skew);
        } catch (CertificateEncodingException e) {
            throw new AssertionError("cannot encode a decoded certificate", e);
        }
    }

    /**
     * Validates a response and returns the certificate's status.
     *
     * @param nonce the nonce of the request
     * @throws Refusal the first that applies of HP_ERR_REVOCATION_UNKNOWN if the bytes are not a
     *     response for this certificate, _SIGNATURE, KRB_AP_ERR_MODIFIED if the nonce differs,
     *     HP_ERR_REVOCATION_NYV, _STALE
     */
    public RevocationStatus validate(Bytes encoded, BigInteger serial, Nonce nonce, ExchangeContext context)
            throws Refusal {
        BasicOCSPResp response = decode(encoded);
        checkSigner(response, context);
        context.check(
                Check.NONCE,
                nonce,
                echoesNonce(nonce, response) ? nonce : "missing or different",
                echoesNonce(nonce, response),
                KRB_AP_ERR_MODIFIED);
        SingleResp single = singleResponse(response, serial, context);
        checkTimes(single, context);
        return toStatus(single.getCertStatus());
    }

    /**
     * Requires the status good.
     *
     * @throws Refusal HP_ERR_CERTIFICATE_REVOKED if revoked, HP_ERR_REVOCATION_UNKNOWN if never
     *     issued
     */
    public static void requireGood(RevocationStatus status, BigInteger serial, ExchangeContext context) throws Refusal {
        String number = "number " + Certificates.formatSerial(serial);
        if (status instanceof Revoked revoked) {
            throw new Refusal(
                    HP_ERR_CERTIFICATE_REVOKED,
                    number + " was revoked at " + revoked.revokedAt() + ", "
                            + revoked.reason().rfcName());
        }
        if (!(status instanceof Good)) {
            throw new Refusal(HP_ERR_REVOCATION_UNKNOWN, "the CA never issued a certificate with " + number);
        }
        context.recordAction(Action.CERTIFICATE_NOT_REVOKED, number);
    }

    private static BasicOCSPResp decode(Bytes encoded) throws Refusal {
        if (encoded.isEmpty() || encoded.size() > MAX_ENCODED) {
            throw unreadable("is not an OCSP response");
        }
        try {
            OCSPResp response = new OCSPResp(encoded.toArray());
            if (response.getStatus() != OCSPResp.SUCCESSFUL) {
                throw unreadable("is an OCSP response with status " + response.getStatus());
            }
            if (response.getResponseObject() instanceof BasicOCSPResp basic
                    && reencodesTo(encoded, basic)
                    && Certificates.hasNoUnusedSignatureBits(encoded.toArray(), basic.getSignature())
                    && basic.getSignatureAlgorithmID().equals(SHA256_WITH_RSA)
                    && basic.getCriticalExtensionOIDs().isEmpty()) {
                return basic;
            }
            throw unreadable("is not a basic OCSP response signed with SHA256withRSA");
        } catch (IOException | OCSPException | RuntimeException e) {
            // The input is untrusted, and the parser throws arbitrary exceptions.
            throw unreadable("is not an OCSP response");
        }
    }

    /**
     * Requires DER: the signature covers Bouncy Castle's re-encoding, which must equal the input.
     */
    private static boolean reencodesTo(Bytes encoded, BasicOCSPResp basic) throws OCSPException, IOException {
        return Bytes.of(new OCSPRespBuilder()
                        .build(OCSPRespBuilder.SUCCESSFUL, basic)
                        .getEncoded())
                .equals(encoded);
    }

    private void checkSigner(BasicOCSPResp response, ExchangeContext context) throws Refusal {
        boolean named = response.getResponderId().equals(new RespID(authority.getSubject()));
        context.check(
                Check.OCSP_RESPONDER,
                named ? authority.getSubject() : "another responder",
                authority.getSubject(),
                named,
                HP_ERR_REVOCATION_SIGNATURE);
        boolean valid =
                Certificates.verifySignature(authorityKey, response.getTBSResponseData(), response.getSignature());
        context.check(
                Check.OCSP_SIGNATURE,
                "SHA256withRSA",
                valid ? "verifies it" : "does not verify it",
                valid,
                HP_ERR_REVOCATION_SIGNATURE);
    }

    private static boolean echoesNonce(Nonce nonce, BasicOCSPResp response) {
        try {
            Extension expected = OcspResponseBuilder.nonceExtension(nonce);
            Extension found = response.getExtension(expected.getExtnId());
            return found != null && found.getExtnValue().equals(expected.getExtnValue());
        } catch (IOException e) {
            throw new AssertionError("cannot encode a nonce", e);
        }
    }

    private SingleResp singleResponse(BasicOCSPResp response, BigInteger serial, ExchangeContext context)
            throws Refusal {
        SingleResp[] all = response.getResponses();
        String found = all.length == 1
                ? Certificates.formatSerial(all[0].getCertID().getSerialNumber().abs())
                : all.length + " certificates";
        context.check(
                Check.OCSP_SERIAL,
                Certificates.formatSerial(serial),
                found,
                all.length == 1 && isAbout(serial, all[0]),
                HP_ERR_REVOCATION_UNKNOWN);
        return all[0];
    }

    private boolean isAbout(BigInteger serial, SingleResp single) {
        try {
            return single.getCertID().equals(OcspResponseBuilder.certificateId(authority, serial))
                    && single.getCriticalExtensionOIDs().isEmpty();
        } catch (OCSPException e) {
            return false;
        }
    }

    /**
     * Requires the current time to be within thisUpdate and nextUpdate, with clock skew allowed on
     * both sides. Refuses cached responses.
     */
    private void checkTimes(SingleResp single, ExchangeContext context) throws Refusal {
        Instant thisUpdate = single.getThisUpdate().toInstant();
        context.check(
                Check.OCSP_START,
                thisUpdate,
                context.now(),
                !thisUpdate.isAfter(context.now().plus(skew.allowed())),
                HP_ERR_REVOCATION_NYV);
        Instant nextUpdate = Optional.ofNullable(single.getNextUpdate())
                .orElseGet(single::getThisUpdate)
                .toInstant();
        context.check(
                Check.OCSP_EXPIRY,
                context.now(),
                nextUpdate,
                !nextUpdate.isBefore(context.now().minus(skew.allowed())),
                HP_ERR_REVOCATION_STALE);
    }

    /** A revocation reason unknown to this version still means revoked. */
    private static RevocationStatus toStatus(CertificateStatus status) {
        // Bouncy Castle represents "good" as null.
        if (status == CertificateStatus.GOOD) {
            return new Good();
        }
        if (status instanceof RevokedStatus revoked) {
            RevocationReason reason = revoked.hasRevocationReason()
                    ? RevocationReason.numbered(revoked.getRevocationReason()).orElse(RevocationReason.UNSPECIFIED)
                    : RevocationReason.UNSPECIFIED;
            return new Revoked(revoked.getRevocationTime().toInstant(), reason);
        }
        return new RevocationStatus.Unknown();
    }

    private static Refusal unreadable(String problem) {
        return new Refusal(HP_ERR_REVOCATION_UNKNOWN, "the OCSP response " + problem);
    }
}
