package hallpass.as;

import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdatePart;
import hallpass.message.KeyUpdateRep;
import hallpass.message.KeyUpdateReq;
import hallpass.message.NewKeyPart;
import hallpass.message.Token;
import hallpass.protocol.Binding;
import hallpass.protocol.CredentialCheck;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Occasion;
import hallpass.protocol.Principal;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import java.time.Duration;

/** Replaces a user's key, after the pattern of RFC 3244: K9 in, K10 out. */
public final class KeyUpdateExchange {
    /**
     * A token for this service is worth a password change; one that lay about in a cache is not accepted. Who has a ticket can
     * still get a new one: classic asks for no password here.
     */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Principals principals;
    private final Seals seals;
    private final KdcPolicy policy;
    private final ReplayCache replays;
    private final CredentialCheck check;

    public KeyUpdateExchange(Principals principals, Seals seals, KdcPolicy policy, ReplayCache replays) {
        this.principals = principals;
        this.seals = seals;
        this.policy = policy;
        this.replays = replays;
        this.check = new CredentialCheck(policy.keyUpdate(), policy.skew());
    }

    /**
     * Returns only once the new key is durable.
     *
     * @throws Refusal as {@link CredentialCheck#accept}; TICKET_NOT_FRESH; MODIFIED; REPEAT; KEY_CHANGED if another update
     *     came first
     */
    public KeyUpdateRep answer(KeyUpdateReq request, Occasion at) throws Refusal {
        Principal self = principals.service(policy.keyUpdate());
        Token token = seals.open(Token.PART, request.token(), principals.keyRing(self, "K_k", at.now()), at.trace());
        SymmetricKey sessionKey = token.sessionKey().as("K_c,k");
        Authenticator authenticator = seals.open(
                Authenticator.FOR_KEY_UPDATE, request.authenticator(), sessionKey, Binding.in(request), at.trace());
        check.accept(token, authenticator, at);
        at.compare(
                Comparison.TOKEN_AGE,
                token.issuedAt(),
                at.now(),
                !token.issuedAt().plus(FRESH).isBefore(at.now()),
                ErrorCode.HP_ERR_TICKET_NOT_FRESH);

        NewKeyPart newKey = seals.open(NewKeyPart.PART, request.newKey(), sessionKey, Binding.in(request), at.trace());
        // Both parts are sealed alone; their common time ties them together.
        at.requireEqual(
                Comparison.KEY_UPDATE_TIME, authenticator.sentAt(), newKey.sentAt(), ErrorCode.KRB_AP_ERR_BADMATCH);
        Principal client = principals.clientOf(token);
        // Remembered in the transaction that stores the key: neither is ever there without the other.
        int version = replays.once(
                request.authenticator().ciphertext(),
                policy.skew().lastUse(authenticator.sentAt()),
                () -> replace(client, newKey.key()));
        at.done(Deed.KEY_STORED, "K_c (" + client.name() + " v" + version + ")");
        at.about(Fact.KEY_VERSION, version);
        KeyUpdatePart part = new KeyUpdatePart(version, authenticator.sentAt().plusMillis(1));
        return new KeyUpdateRep(seals.seal(KeyUpdatePart.PART, part, sessionKey, Binding.replyTo(request), at.trace()));
    }

    private int replace(Principal client, SymmetricKey newKey) throws Refusal {
        if (newKey.size() != seals.suite().keySize()) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_MODIFIED, "the new key has " + newKey.size() + " bytes");
        }
        return principals
                .replaceKey(
                        client.name(),
                        client.key().version(),
                        seals.suite().name(),
                        client.key().salt(),
                        newKey)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.HP_ERR_KEY_CHANGED, "the key of " + client.name() + " was updated meanwhile"));
    }
}
