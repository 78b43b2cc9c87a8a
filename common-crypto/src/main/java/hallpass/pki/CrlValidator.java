package hallpass.pki;

import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_NYV;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_SIGNATURE;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_STALE;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_UNKNOWN;

import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Action;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;

/** What is held against a list of revoked certificates before it is believed (RFC 5280 §6.3.3): see {@link CertificateValidator#crlValidator}. */
public final class CrlValidator {
    private final X509Certificate authority;
    private final RSAPublicKey authorityKey;
    private final ClockSkew skew;

    CrlValidator(X509Certificate authority, RSAPublicKey authorityKey, ClockSkew skew) {
        this.authority = authority;
        this.authorityKey = authorityKey;
        this.skew = skew;
    }

    /**
     * The list, if it is the authority's and good now.
     *
     * @param encoded in DER, as it came
     * @param highestSeen the highest number that was seen before; 0 if none was
     * @throws Refusal HP_ERR_REVOCATION_UNKNOWN if it is no list; _SIGNATURE, _NYV or _STALE: in this order, the first that
     *     applies
     */
    public Crl validate(Bytes encoded, long highestSeen, ExchangeContext context) throws Refusal {
        Crl crl = decode(encoded);
        checkSigner(crl, context);
        context.check(
                Check.CRL_START,
                crl.thisUpdate(),
                context.now(),
                !crl.thisUpdate().isAfter(context.now().plus(skew.allowed())),
                HP_ERR_REVOCATION_NYV);
        context.check(
                Check.CRL_EXPIRY,
                context.now(),
                crl.nextUpdate(),
                context.now().isBefore(crl.nextUpdate()),
                HP_ERR_REVOCATION_STALE);
        context.check(
                Check.CRL_NUMBER, crl.number(), highestSeen, crl.number() >= highestSeen, HP_ERR_REVOCATION_STALE);
        context.recordAction(Action.CRL_ACCEPTED, "number " + crl.number());
        return crl;
    }

    /** Whether it is the authority's, though it may be an old one. */
    public boolean isFromAuthority(Crl crl) {
        return crl.isIssuedBy(authority);
    }

    private void checkSigner(Crl crl, ExchangeContext context) throws Refusal {
        context.check(
                Check.CRL_ISSUER,
                Certificates.commonName(crl.issuer()),
                Certificates.commonName(authority.getSubjectX500Principal()),
                crl.issuer().equals(authority.getSubjectX500Principal()),
                HP_ERR_REVOCATION_SIGNATURE);
        boolean valid = crl.isSignedBy(authorityKey);
        context.check(
                Check.CRL_SIGNATURE,
                crl.signatureAlgorithm(),
                valid ? "made it" : "did not make it",
                valid,
                HP_ERR_REVOCATION_SIGNATURE);
    }

    private static Crl decode(Bytes encoded) throws Refusal {
        try {
            return Crl.decode(encoded);
        } catch (KeyMaterialException e) {
            throw new Refusal(HP_ERR_REVOCATION_UNKNOWN, "what came " + e.problem());
        }
    }
}
