package hallpass.app;

import hallpass.message.ApRep;
import hallpass.message.ApRepPart;
import hallpass.message.ApReq;
import hallpass.message.Authenticator;
import hallpass.message.Token;
import hallpass.protocol.ApRequestVerifier;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.protocol.UnavailableException;
import hallpass.trace.Action;
import java.time.Instant;
import java.util.Optional;

/** Client/server authentication exchange (RFC 4120 §3.2): answers K5 with K6. */
public final class ApExchange {
    private final Sealer sealer;
    private final ServiceKeySource keys;
    private final ApRequestVerifier verifier;
    private final ReplayCache replays;

    /** Source of the service's long-term keys. */
    public interface ServiceKeySource {
        /** The keys that are valid at {@code now}. */
        KeyRing keyRingAt(Instant now);

        /**
         * Why the keys may be outdated, as a predicate whose subject is the service; empty if they
         * are not.
         */
        default Optional<String> problem() {
            return Optional.empty();
        }
    }

    /** The reply, and the client that is now authenticated on the connection. */
    public record ApExchangeResult(ApRep reply, AuthenticatedClient client) {}

    public ApExchange(Sealer sealer, ServiceKeySource keys, ApRequestVerifier verifier, ReplayCache replays) {
        this.sealer = sealer;
        this.keys = keys;
        this.verifier = verifier;
        this.replays = replays;
    }

    /**
     * @throws Refusal BAD_INTEGRITY, MODIFIED or REPEAT; those of {@link ApRequestVerifier#verify}
     * @throws UnavailableException if no key opens the token, and the keys cannot be read again
     */
    public ApExchangeResult answer(ApReq request, ExchangeContext context) throws Refusal {
        Token token = openToken(request, context);
        Authenticator authenticator = sealer.open(
                Authenticator.FOR_SERVICE,
                request.authenticator(),
                token.sessionKey(),
                AssociatedData.ofRequest(request),
                context.trace());
        verifier.verify(token, authenticator, context);
        replays.claim(request.authenticator().ciphertext(), verifier.skew().latestAcceptance(authenticator.sentAt()));
        context.recordAction(Action.CLIENT_AUTHENTICATED, token.client());
        ApRepPart proof = new ApRepPart(authenticator.sentAt().plusMillis(1));
        return new ApExchangeResult(
                new ApRep(sealer.seal(
                        ApRepPart.PART, proof, token.sessionKey(), AssociatedData.ofReplyTo(request), context.trace())),
                new AuthenticatedClient(token.client(), token.sessionKey(), token.expiresAt()));
    }

    private Token openToken(ApReq request, ExchangeContext context) throws Refusal {
        try {
            return sealer.open(Token.PART, request.token(), keys.keyRingAt(context.now()), context.trace());
        } catch (Refusal refusal) {
            Optional<String> problem = keys.problem();
            if (problem.isPresent()) {
                // The token may be valid: its key may be one that the service could not read.
                throw new UnavailableException("The service " + problem.get());
            }
            throw refusal;
        }
    }
}
