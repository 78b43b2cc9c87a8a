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

/** Validates a CRL (RFC 5280 §6.3.3). Created by {@link CertificateValidator#crlValidator}. */
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
     * Validates a CRL and returns it decoded.
     *
     * @param encoded the CRL in DER
     * @param highestSeen the largest CRL number seen so far; 0 if none
     * @throws Refusal HP_ERR_REVOCATION_UNKNOWN if the bytes are not a CRL, else the first that
     *     applies of _SIGNATURE, _NYV, _STALE
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

    /** Whether the CA signed the CRL, current or not. */
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
                valid ? "verifies it" : "does not verify it",
                valid,
                HP_ERR_REVOCATION_SIGNATURE);
    }

    private static Crl decode(Bytes encoded) throws Refusal {
        try {
            return Crl.decode(encoded);
        } catch (KeyMaterialException e) {
            throw new Refusal(HP_ERR_REVOCATION_UNKNOWN, "the CRL " + e.problem());
        }
    }
}
