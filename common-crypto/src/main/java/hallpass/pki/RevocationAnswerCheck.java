package hallpass.pki;

import static hallpass.message.ErrorCode.HP_ERR_CERTIFICATE_REVOKED;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_NYV;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_SIGNATURE;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_STALE;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_UNKNOWN;
import static hallpass.message.ErrorCode.KRB_AP_ERR_MODIFIED;

import hallpass.message.Nonce;
import hallpass.pki.CertificateState.Good;
import hallpass.pki.CertificateState.Revoked;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
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
 * What is held against an OCSP response before it is believed (RFC 6960 §3.2): see {@link CertificateCheck#answers}. Whatever is
 * in doubt is refused.
 */
public final class RevocationAnswerCheck {
    /** One certificate's answer has some 500 bytes. */
    private static final int MAX_ENCODED = 8 * 1024;

    /** With the parameters that it must have (RFC 4055 §5): they stand outside of what is signed. */
    private static final AlgorithmIdentifier SHA256_WITH_RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    private final X509CertificateHolder authority;
    private final RSAPublicKey authorityKey;
    private final ClockSkew skew;

    private RevocationAnswerCheck(X509CertificateHolder authority, RSAPublicKey authorityKey, ClockSkew skew) {
        this.authority = authority;
        this.authorityKey = authorityKey;
        this.skew = skew;
    }

    static RevocationAnswerCheck of(X509Certificate authority, RSAPublicKey authorityKey, ClockSkew skew) {
        try {
            return new RevocationAnswerCheck(new JcaX509CertificateHolder(authority), authorityKey, skew);
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate that was read can be written", e);
        }
    }

    /**
     * What the authority says of a certificate now.
     *
     * @param asked the nonce that it was asked with
     * @throws Refusal HP_ERR_REVOCATION_UNKNOWN if it is no answer for this certificate; _SIGNATURE; MODIFIED if it is the
     *     answer to another question; HP_ERR_REVOCATION_NYV or _STALE: in this order, the first that applies
     */
    public CertificateState read(Bytes encoded, BigInteger serial, Nonce asked, Occasion at) throws Refusal {
        BasicOCSPResp answer = decode(encoded);
        checkMaker(answer, at);
        at.compare(
                Comparison.NONCES,
                asked,
                isFor(asked, answer) ? asked : "another one, or none",
                isFor(asked, answer),
                KRB_AP_ERR_MODIFIED);
        SingleResp single = single(answer, serial, at);
        checkTimes(single, at);
        return state(single.getCertStatus());
    }

    /**
     * That a certificate can be used, by what its authority says.
     *
     * @throws Refusal HP_ERR_CERTIFICATE_REVOKED if it was revoked, HP_ERR_REVOCATION_UNKNOWN if it was never issued
     */
    public static void requireGood(CertificateState state, BigInteger serial, Occasion at) throws Refusal {
        String number = "number " + Certificates.shown(serial);
        if (state instanceof Revoked revoked) {
            throw new Refusal(
                    HP_ERR_CERTIFICATE_REVOKED,
                    number + " was revoked at " + revoked.at() + ", "
                            + revoked.reason().rfcName());
        }
        if (!(state instanceof Good)) {
            throw new Refusal(HP_ERR_REVOCATION_UNKNOWN, "the authority knows no certificate " + number);
        }
        at.done(Deed.FOUND_NOT_REVOKED, number);
    }

    private static BasicOCSPResp decode(Bytes encoded) throws Refusal {
        if (encoded.isEmpty() || encoded.size() > MAX_ENCODED) {
            throw unreadable("is no OCSP response");
        }
        try {
            OCSPResp response = new OCSPResp(encoded.toArray());
            if (response.getStatus() != OCSPResp.SUCCESSFUL) {
                throw unreadable("is an OCSP response that says error " + response.getStatus());
            }
            if (response.getResponseObject() instanceof BasicOCSPResp basic
                    && encodesTo(encoded, basic)
                    && Certificates.endsInWholeSignature(encoded.toArray(), basic.getSignature())
                    && basic.getSignatureAlgorithmID().equals(SHA256_WITH_RSA)
                    && basic.getCriticalExtensionOIDs().isEmpty()) {
                return basic;
            }
            throw unreadable("is an OCSP response of another kind");
        } catch (IOException | OCSPException | RuntimeException e) {
            // It came from anybody, and its parser throws what it likes.
            throw unreadable("is no OCSP response");
        }
    }

    /** The signature is held against what Bouncy Castle makes of what it read: that must be what came. */
    private static boolean encodesTo(Bytes encoded, BasicOCSPResp basic) throws OCSPException, IOException {
        return Bytes.of(new OCSPRespBuilder()
                        .build(OCSPRespBuilder.SUCCESSFUL, basic)
                        .getEncoded())
                .equals(encoded);
    }

    private void checkMaker(BasicOCSPResp answer, Occasion at) throws Refusal {
        boolean named = answer.getResponderId().equals(new RespID(authority.getSubject()));
        at.compare(
                Comparison.ANSWER_SIGNER,
                named ? authority.getSubject() : "another one",
                authority.getSubject(),
                named,
                HP_ERR_REVOCATION_SIGNATURE);
        boolean made = Certificates.isSigned(authorityKey, answer.getTBSResponseData(), answer.getSignature());
        at.compare(
                Comparison.ANSWER_SIGNATURE,
                made ? "SHA256withRSA" : "as it came",
                made ? "made it" : "did not make it",
                made,
                HP_ERR_REVOCATION_SIGNATURE);
    }

    private static boolean isFor(Nonce asked, BasicOCSPResp answer) {
        try {
            Extension expected = RevocationAnswerDraft.extension(asked);
            Extension found = answer.getExtension(expected.getExtnId());
            return found != null && found.getExtnValue().equals(expected.getExtnValue());
        } catch (IOException e) {
            throw new AssertionError("a nonce can be written into memory", e);
        }
    }

    private SingleResp single(BasicOCSPResp answer, BigInteger serial, Occasion at) throws Refusal {
        SingleResp[] all = answer.getResponses();
        String found = all.length == 1
                ? Certificates.shown(all[0].getCertID().getSerialNumber().abs())
                : all.length + " certificates";
        at.compare(
                Comparison.ANSWERED_SERIAL,
                Certificates.shown(serial),
                found,
                all.length == 1 && isAbout(serial, all[0]),
                HP_ERR_REVOCATION_UNKNOWN);
        return all[0];
    }

    private boolean isAbout(BigInteger serial, SingleResp single) {
        try {
            return single.getCertID().equals(RevocationAnswerDraft.id(authority, serial))
                    && single.getCriticalExtensionOIDs().isEmpty();
        } catch (OCSPException e) {
            return false;
        }
    }

    /** Both ends of a minute, each give or take the skew: an answer that somebody kept is none. */
    private void checkTimes(SingleResp single, Occasion at) throws Refusal {
        Instant from = single.getThisUpdate().toInstant();
        at.compare(
                Comparison.ANSWER_START,
                from,
                at.now(),
                !from.isAfter(at.now().plus(skew.allowed())),
                HP_ERR_REVOCATION_NYV);
        Instant until = Optional.ofNullable(single.getNextUpdate())
                .orElseGet(single::getThisUpdate)
                .toInstant();
        at.compare(
                Comparison.ANSWER_EXPIRY,
                at.now(),
                until,
                !until.isBefore(at.now().minus(skew.allowed())),
                HP_ERR_REVOCATION_STALE);
    }

    /** A reason that this version does not know is no reason to believe the certificate. */
    private static CertificateState state(CertificateStatus status) {
        // Bouncy Castle's word for "good" is null.
        if (status == CertificateStatus.GOOD) {
            return new Good();
        }
        if (status instanceof RevokedStatus revoked) {
            RevocationReason reason = revoked.hasRevocationReason()
                    ? RevocationReason.numbered(revoked.getRevocationReason()).orElse(RevocationReason.UNSPECIFIED)
                    : RevocationReason.UNSPECIFIED;
            return new Revoked(revoked.getRevocationTime().toInstant(), reason);
        }
        return new CertificateState.Unknown();
    }

    private static Refusal unreadable(String problem) {
        return new Refusal(HP_ERR_REVOCATION_UNKNOWN, "what came " + problem);
    }
}
