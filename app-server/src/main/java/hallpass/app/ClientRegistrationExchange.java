package hallpass.app;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.SessionPart;
import hallpass.pki.CertificateName;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import java.time.Duration;
import java.util.List;

/**
 * Opens a session for a client: P5 in, P6 out. As the protocol was first drawn, the client may say any name; only the
 * server has proved anything.
 */
public final class ClientRegistrationExchange {
    private static final int MAX_PORT = 0xffff;

    private final Seals seals;
    private final Randomness randomness;
    private final Sessions sessions;
    private final Policy policy;

    public record Policy(ClockSkew skew, Duration sessionLifetime, ReplayCache replays) {}

    public ClientRegistrationExchange(Seals seals, Randomness randomness, Sessions sessions, Policy policy) {
        this.seals = seals;
        this.randomness = randomness;
        this.sessions = sessions;
        this.policy = policy;
    }

    /**
     * @param selves what the server is, and then what it was when the client may have asked
     * @throws Refusal BAD_INTEGRITY, MODIFIED, SKEW, CERTIFICATE_EXPIRED, BADADDR, NAME_NOT_ALLOWED or REPEAT; BUSY if there is no room
     */
    public ClientRegistrationRep answer(ClientRegistrationReq request, List<ServerIdentity> selves, Occasion at)
            throws Refusal {
        ClientRegistration registration = open(request, selves, at);
        at.about(Fact.CLIENT, registration.client());
        policy.skew.check(registration.sentAt(), at);
        selves.get(0).requireValid(at);
        checkAddress(registration, at);
        if (!CertificateName.isAllowed(registration.client())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_NAME_NOT_ALLOWED, "a client cannot have the name " + registration.client());
        }
        policy.replays.claim(request.registration().ciphertext(), policy.skew.lastUse(registration.sentAt()));

        SymmetricKey sessionKey = seals.newKey("K_sess", randomness);
        sessions.open(new Session(registration.client(), sessionKey, at.now().plus(policy.sessionLifetime)), at.now());
        at.done(Deed.SESSION_OPENED, registration.client());
        SessionPart session = new SessionPart(sessionKey, policy.sessionLifetime, registration.client(), at.now());
        return new ClientRegistrationRep(seals.seal(
                SessionPart.PART, session, registration.temporaryKey(), Binding.replyTo(request), at.trace()));
    }

    private ClientRegistration open(ClientRegistrationReq request, List<ServerIdentity> selves, Occasion at)
            throws Refusal {
        List<ServerIdentity> former = selves.subList(1, selves.size());
        try {
            return open(request, selves.get(0), "SK_s", at);
        } catch (Refusal underTheNewest) {
            for (ServerIdentity other : former) {
                try {
                    return open(request, other, "SK_s (the former one)", at);
                } catch (Refusal underThisOne) {
                    // Nothing in clear says which key it was: the newest one's refusal is told.
                }
            }
            throw underTheNewest;
        }
    }

    private ClientRegistration open(ClientRegistrationReq request, ServerIdentity self, String label, Occasion at)
            throws Refusal {
        return seals.open(ClientRegistration.PART, request.registration(), self.privateKey(), label, at.trace());
    }

    /** The address must be the sender's. The port is only told: P7 may come on a later connection, from another one. */
    private static void checkAddress(ClientRegistration registration, Occasion at) throws Refusal {
        at.requireEqual(Comparison.REGISTERED_ADDRESS, registration.address(), at.peer(), ErrorCode.KRB_AP_ERR_BADADDR);
        if (registration.port() < 1 || registration.port() > MAX_PORT) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADADDR, registration.port() + " is no port");
        }
    }
}
