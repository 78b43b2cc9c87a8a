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

/** Client side of the enrolment exchange: creates P1 and validates P2. */
public final class EnrolmentExchangeClient {
    private final PrincipalName serverName;
    private final CertificateValidator authority;
    private final ClockSkew skew;
    private final Sealer sealer;
    private final Randomness randomness;
    private final KeyPairStrategy keyPairStrategy;

    /**
     * An enrolment that awaits its reply.
     *
     * @param temporaryKey seals the reply to this request only
     */
    public record EnrolmentAttempt(
            ServerRegistrationReq request, SymmetricKey temporaryKey, KeyPairStrategy.PreparedKeyPair keyPair) {}

    /**
     * A completed enrolment.
     *
     * @param nextToken token for the next enrolment; empty without the guard
     *     {@code enrolment-token}
     */
    public record EnrolmentResult(ServerIdentity identity, SecretBytes nextToken) {}

    /** Enrolment for which the authority generates the key pair. */
    public EnrolmentExchangeClient(
            PrincipalName serverName,
            CertificateValidator authority,
            ClockSkew skew,
            Sealer sealer,
            Randomness randomness) {
        this(serverName, authority, skew, sealer, randomness, KeyPairStrategy.GENERATED_BY_CA);
    }

    /** @param serverName name of the server, valid in a certificate */
    public EnrolmentExchangeClient(
            PrincipalName serverName,
            CertificateValidator authority,
            ClockSkew skew,
            Sealer sealer,
            Randomness randomness,
            KeyPairStrategy keyPairStrategy) {
        this.keyPairStrategy = keyPairStrategy;
        this.serverName = serverName;
        this.authority = authority;
        this.skew = skew;
        this.sealer = sealer;
        this.randomness = randomness;
    }

    /** Creates P1 without a token. */
    public EnrolmentAttempt createRequest(ExchangeContext context) {
        return createRequest(SecretBytes.EMPTY, context);
    }

    /**
     * Creates P1. Each request has a new temporary key, so that a reply to another request does not
     * open.
     *
     * @param token authenticates the server to the authority; empty without the guard
     *     {@code enrolment-token}
     */
    public EnrolmentAttempt createRequest(SecretBytes token, ExchangeContext context) {
        SymmetricKey temporaryKey = sealer.newKey("K_tmp1", randomness);
        context.recordAction(Action.TEMPORARY_KEY_GENERATED, temporaryKey.label());
        KeyPairStrategy.PreparedKeyPair keyPair = keyPairStrategy.prepare(serverName);
        ServerRegistrationReqPart registration =
                new ServerRegistrationReqPart(temporaryKey, serverName, context.now(), token, keyPair.requestHash());
        RsaSealed<ServerRegistrationReqPart> toAuthority = sealer.sealToPublicKey(
                ServerRegistrationReqPart.PART, registration, authority.authorityKey(), "PK_ca", context.trace());
        return new EnrolmentAttempt(new ServerRegistrationReq(toAuthority, keyPair.request()), temporaryKey, keyPair);
    }

    /**
     * Validates P2: name, keys and certificate must match before the server uses them.
     *
     * @throws Refusal BAD_INTEGRITY, MODIFIED or SKEW; those of {@link ServerIdentity#verified};
     *     CERTIFICATE_KEY if PK_s is not the certified key
     */
    public EnrolmentResult accept(EnrolmentAttempt attempt, ServerRegistrationRep reply, ExchangeContext context)
            throws Refusal {
        ServerRegistrationRepPart issued = sealer.open(
                ServerRegistrationRepPart.PART,
                reply.encPart(),
                attempt.temporaryKey(),
                AssociatedData.ofReplyTo(attempt.request()),
                context.trace());
        context.checkEqual(Check.REPLY_SERVER_NAME, serverName, issued.server(), ErrorCode.KRB_AP_ERR_MODIFIED);
        skew.check(issued.sentAt(), context);
        SecretBytes privateKey = attempt.keyPair().privateKey().apply(issued);
        ServerIdentity identity =
                ServerIdentity.verified(serverName, issued.certificate(), privateKey, authority, context);
        ServerKeyChoice.CERTIFIED.choose(identity.publicKey(), issued.publicKey(), context);
        return new EnrolmentResult(identity, issued.nextEnrolmentToken());
    }
}
