package hallpass.app;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.SessionPart;
import hallpass.message.SignedStatement;
import hallpass.pki.CertificateName;
import hallpass.pki.ClientCheck;
import hallpass.pki.ServerProof;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.NewestFirst;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.protocol.Transcript;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import java.time.Duration;
import java.util.List;

/**
 * Opens a session for a client: P5 in, P6 out. What a client must prove, and what the server proves in return, is told to it;
 * as the protocol was first drawn, neither proves anything here.
 */
public final class ClientRegistrationExchange {
    private static final int MAX_PORT = 0xffff;

    private final Seals seals;
    private final Randomness randomness;
    private final Sessions sessions;
    private final Policy policy;

    /**
     * @param clients decides whom it believes
     * @param proof goes with the session
     */
    public record Policy(
            ClockSkew skew, Duration sessionLifetime, ReplayCache replays, ClientCheck clients, ServerProof proof) {
        /** As classic has it: nobody proves anything. */
        public Policy(ClockSkew skew, Duration sessionLifetime, ReplayCache replays) {
            this(skew, sessionLifetime, replays, ClientCheck.ANYBODY, ServerProof.NONE);
        }
    }

    /** A registration, and who opened it. */
    private record Opened(ClientRegistration registration, ServerIdentity self) {}

    public ClientRegistrationExchange(Seals seals, Randomness randomness, Sessions sessions, Policy policy) {
        this.seals = seals;
        this.randomness = randomness;
        this.sessions = sessions;
        this.policy = policy;
    }

    /**
     * @param selves what the server is, and then what it was when the client may have asked
     * @param before P3 and P4, as this connection saw them
     * @throws Refusal BAD_INTEGRITY, MODIFIED, SKEW, CERTIFICATE_EXPIRED, BADADDR, NAME_NOT_ALLOWED or REPEAT; those of
     *     {@link ClientCheck#check}; BUSY if there is no room
     */
    public ClientRegistrationRep answer(
            ClientRegistrationReq request, List<ServerIdentity> selves, Transcript before, Occasion at) throws Refusal {
        Opened opened = open(request, selves, at);
        ClientRegistration registration = opened.registration;
        at.about(Fact.CLIENT, registration.client());
        policy.skew.check(registration.sentAt(), at);
        selves.get(0).requireValid(at);
        checkAddress(registration, at);
        if (!CertificateName.isAllowed(registration.client())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_NAME_NOT_ALLOWED, "a client cannot have the name " + registration.client());
        }
        PrincipalName self = opened.self.name();
        policy.clients.check(request, registration.client(), self, before, at);
        policy.replays.claim(request.registration().ciphertext(), policy.skew.lastUse(registration.sentAt()));

        SymmetricKey sessionKey = seals.newKey("K_sess", randomness);
        sessions.open(new Session(registration.client(), sessionKey, at.now().plus(policy.sessionLifetime)), at.now());
        at.done(Deed.SESSION_OPENED, registration.client());
        SignedStatement exchange = SignedStatement.ofServer(
                registration.client(), self, before.then(request).hash());
        SessionPart session = new SessionPart(
                sessionKey,
                policy.sessionLifetime,
                registration.client(),
                at.now(),
                policy.proof.make(opened.self.privateKey(), exchange));
        return new ClientRegistrationRep(seals.seal(
                SessionPart.PART, session, registration.temporaryKey(), Binding.replyTo(request), at.trace()));
    }

    private Opened open(ClientRegistrationReq request, List<ServerIdentity> selves, Occasion at) throws Refusal {
        ServerIdentity newest = selves.get(0);
        return NewestFirst.open(newest, () -> selves.subList(1, selves.size()), self -> {
            String label = self == newest ? "SK_s" : "SK_s (the former one)";
            return new Opened(
                    seals.open(ClientRegistration.PART, request.registration(), self.privateKey(), label, at.trace()),
                    self);
        });
    }

    /** The address must be the sender's. The port is only told: P7 may come on a later connection, from another one. */
    private static void checkAddress(ClientRegistration registration, Occasion at) throws Refusal {
        at.requireEqual(Comparison.REGISTERED_ADDRESS, registration.address(), at.peer(), ErrorCode.KRB_AP_ERR_BADADDR);
        if (registration.port() < 1 || registration.port() > MAX_PORT) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADADDR, registration.port() + " is no port");
        }
    }
}
