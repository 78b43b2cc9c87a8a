package hallpass.app;

import hallpass.crypto.Randomness;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.pki.CertificateValidator;
import hallpass.pki.ServerKeyChoice;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.Check;

/** How the server gets its identity from the authority, from the asking side: P1 out, P2 in. */
public final class EnrolmentExchangeClient {
    private final PrincipalName self;
    private final CertificateValidator authority;
    private final ClockSkew skew;
    private final Sealer sealer;
    private final Randomness randomness;
    private final KeyPairStrategy keyPairStrategy;

    /** A request, the key that only its answer is sealed with, and whose key pair it is for. */
    public record EnrolmentAttempt(
            ServerRegistrationReq request, SymmetricKey temporaryKey, KeyPairStrategy.PreparedKeyPair keyPair) {}

    /**
     * What the authority gave.
     *
     * @param nextToken to be shown the next time; empty where none is asked for
     */
    public record EnrolmentResult(ServerIdentity identity, SecretBytes nextToken) {}

    /** With an authority that makes the key pair. */
    public EnrolmentExchangeClient(
            PrincipalName self, CertificateValidator authority, ClockSkew skew, Sealer sealer, Randomness randomness) {
        this(self, authority, skew, sealer, randomness, KeyPairStrategy.GENERATED_BY_CA);
    }

    /** @param self a name that a certificate can carry */
    public EnrolmentExchangeClient(
            PrincipalName self,
            CertificateValidator authority,
            ClockSkew skew,
            Sealer sealer,
            Randomness randomness,
            KeyPairStrategy keyPairStrategy) {
        this.keyPairStrategy = keyPairStrategy;
        this.self = self;
        this.authority = authority;
        this.skew = skew;
        this.sealer = sealer;
        this.randomness = randomness;
    }

    /** P1 without a token. */
    public EnrolmentAttempt createRequest(ExchangeContext context) {
        return createRequest(SecretBytes.EMPTY, context);
    }

    /**
     * P1, under a temporary key of its own each time: an answer to another request does not open.
     *
     * @param token by which the authority knows this server; empty where it believes anybody
     */
    public EnrolmentAttempt createRequest(SecretBytes token, ExchangeContext context) {
        SymmetricKey temporaryKey = sealer.newKey("K_tmp1", randomness);
        context.recordAction(Action.TEMPORARY_KEY_GENERATED, temporaryKey.label());
        KeyPairStrategy.PreparedKeyPair keyPair = keyPairStrategy.prepare(self);
        ServerRegistrationReqPart registration =
                new ServerRegistrationReqPart(temporaryKey, self, context.now(), token, keyPair.requestHash());
        RsaSealed<ServerRegistrationReqPart> toAuthority = sealer.sealToPublicKey(
                ServerRegistrationReqPart.PART, registration, authority.authorityKey(), "PK_ca", context.trace());
        return new EnrolmentAttempt(new ServerRegistrationReq(toAuthority, keyPair.request()), temporaryKey, keyPair);
    }

    /**
     * P2. What the authority made must fit together before this server shows it to anybody.
     *
     * @throws Refusal BAD_INTEGRITY, MODIFIED or SKEW; those of {@link ServerIdentity#verified}; CERTIFICATE_KEY if PK_s is
     *     not the certified key
     */
    public EnrolmentResult accept(EnrolmentAttempt attempt, ServerRegistrationRep reply, ExchangeContext context)
            throws Refusal {
        ServerRegistrationRepPart issued = sealer.open(
                ServerRegistrationRepPart.PART,
                reply.encPart(),
                attempt.temporaryKey(),
                AssociatedData.ofReplyTo(attempt.request()),
                context.trace());
        context.checkEqual(Check.REPLY_SERVER_NAME, self, issued.server(), ErrorCode.KRB_AP_ERR_MODIFIED);
        skew.check(issued.sentAt(), context);
        SecretBytes privateKey = attempt.keyPair().privateKey().apply(issued);
        ServerIdentity identity = ServerIdentity.verified(self, issued.certificate(), privateKey, authority, context);
        ServerKeyChoice.CERTIFIED.choose(identity.publicKey(), issued.publicKey(), context);
        return new EnrolmentResult(identity, issued.nextEnrolmentToken());
    }
}
