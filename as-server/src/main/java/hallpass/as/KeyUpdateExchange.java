package hallpass.as;

import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdateRep;
import hallpass.message.KeyUpdateRepPart;
import hallpass.message.KeyUpdateReq;
import hallpass.message.KeyUpdateReqPart;
import hallpass.message.Token;
import hallpass.protocol.ApRequestVerifier;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Principal;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.trace.Check;
import java.time.Duration;
import java.time.Instant;

/** Key update exchange, modelled on RFC 3244: answers K9, which replaces a user's key, with K10. */
public final class KeyUpdateExchange {
    /**
     * Requires a freshly issued token, because the token authorises a password change. The holder
     * of a ticket can still request a new token: the classic profile asks for no password.
     */
    private static final Duration MAX_TOKEN_AGE = Duration.ofMinutes(5);

    private final Principals principals;
    private final Sealer sealer;
    private final KdcPolicy policy;
    private final ReplayCache replays;
    private final ApRequestVerifier verifier;

    public KeyUpdateExchange(Principals principals, Sealer sealer, KdcPolicy policy, ReplayCache replays) {
        this.principals = principals;
        this.sealer = sealer;
        this.policy = policy;
        this.replays = replays;
        this.verifier = new ApRequestVerifier(policy.keyUpdateService(), policy.skew());
    }

    /**
     * Returns only once the new key is durable.
     *
     * @throws Refusal those of {@link ApRequestVerifier#verify}; TICKET_NOT_FRESH; MODIFIED;
     *     REPEAT; KEY_CHANGED after a concurrent update
     */
    public KeyUpdateRep answer(KeyUpdateReq request, ExchangeContext context) throws Refusal {
        Principal service = principals.service(policy.keyUpdateService());
        Token token = sealer.open(
                Token.PART, request.token(), principals.keyRing(service, "K_k", context.now()), context.trace());
        SymmetricKey sessionKey = token.sessionKey().withLabel("K_c,k");
        Authenticator authenticator = sealer.open(
                Authenticator.FOR_KEY_UPDATE,
                request.authenticator(),
                sessionKey,
                AssociatedData.ofRequest(request),
                context.trace());
        verifier.verify(token, authenticator, context);
        context.check(
                Check.TOKEN_AGE,
                token.issuedAt(),
                context.now(),
                !token.issuedAt().plus(MAX_TOKEN_AGE).isBefore(context.now()),
                ErrorCode.HP_ERR_TICKET_NOT_FRESH);

        KeyUpdateReqPart newKey = sealer.open(
                KeyUpdateReqPart.PART,
                request.newKey(),
                sessionKey,
                AssociatedData.ofRequest(request),
                context.trace());
        // The parts are sealed separately; equal timestamps bind them to each other.
        context.checkEqual(
                Check.KEY_UPDATE_TIMESTAMP, authenticator.sentAt(), newKey.sentAt(), ErrorCode.KRB_AP_ERR_BADMATCH);
        Principal client =
                principals.clientOf(token, context.now().plus(policy.skew().allowed()));
        // One transaction stores the key and the replay record: neither exists without the other.
        int version = replays.runOnce(
                request.authenticator().ciphertext(),
                policy.skew().latestAcceptance(authenticator.sentAt()),
                () -> replaceKey(client, newKey.key(), context.now()));
        context.recordAction(Action.KEY_STORED, "K_c (" + client.name() + " v" + version + ")");
        context.recordField(AuditField.KEY_VERSION, version);
        KeyUpdateRepPart part =
                new KeyUpdateRepPart(version, authenticator.sentAt().plusMillis(1));
        return new KeyUpdateRep(sealer.seal(
                KeyUpdateRepPart.PART, part, sessionKey, AssociatedData.ofReplyTo(request), context.trace()));
    }

    private int replaceKey(Principal client, SymmetricKey newKey, Instant now) throws Refusal {
        return principals
                .replaceKey(
                        client.name(),
                        client.key().version(),
                        sealer.cipherSuite().name(),
                        client.key().salt(),
                        newKey,
                        now)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.HP_ERR_KEY_CHANGED, "the key of " + client.name() + " was updated meanwhile"));
    }
}
