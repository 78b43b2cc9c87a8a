package hallpass.app;

import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.Authenticator;
import hallpass.message.Proof;
import hallpass.message.Token;
import hallpass.protocol.Binding;
import hallpass.protocol.CredentialCheck;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.trace.Deed;
import java.time.Instant;

/** The client/server authentication exchange (RFC 4120 §3.2): K5 in, K6 out. */
public final class ApplicationExchange {
    private final Seals seals;
    private final Keys keys;
    private final CredentialCheck check;
    private final ReplayCache replays;

    /** The service's own keys. */
    public interface Keys {
        /** Those that are good at {@code now}. */
        KeyRing at(Instant now);
    }

    /** The reply, and who may now ask on this connection. */
    public record Admission(ApRep reply, Admitted admitted) {}

    public ApplicationExchange(Seals seals, Keys keys, CredentialCheck check, ReplayCache replays) {
        this.seals = seals;
        this.keys = keys;
        this.check = check;
        this.replays = replays;
    }

    /**
     * @throws Refusal BAD_INTEGRITY or MODIFIED, REPEAT, and those of {@link CredentialCheck#accept}
     */
    public Admission answer(ApReq request, Occasion at) throws Refusal {
        Token token = seals.open(Token.PART, request.token(), keys.at(at.now()), at.trace());
        Authenticator authenticator = seals.open(
                Authenticator.FOR_SERVICE,
                request.authenticator(),
                token.sessionKey(),
                Binding.in(request),
                at.trace());
        check.accept(token, authenticator, at);
        replays.claim(request.authenticator().ciphertext(), check.skew().lastUse(authenticator.sentAt()));
        at.done(Deed.CLIENT_AUTHENTICATED, token.client());
        Proof proof = new Proof(authenticator.sentAt().plusMillis(1));
        return new Admission(
                new ApRep(seals.seal(Proof.PART, proof, token.sessionKey(), Binding.replyTo(request), at.trace())),
                new Admitted(token.client(), token.sessionKey(), token.expiresAt()));
    }
}
