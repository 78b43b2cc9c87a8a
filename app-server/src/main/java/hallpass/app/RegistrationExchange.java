package hallpass.app;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.TranscriptSignatureInput;
import hallpass.pki.CertificateName;
import hallpass.pki.ClientVerifier;
import hallpass.pki.ServerProof;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KeyRollover;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.protocol.Transcript;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.trace.Check;
import java.time.Duration;
import java.util.List;

/**
 * Opens a session for a client: P5 in, P6 out. What a client must prove, and what the server proves in return, is told to it;
 * as the protocol was first drawn, neither proves anything here.
 */
public final class RegistrationExchange {
    private static final int MAX_PORT = 0xffff;

    private final Sealer sealer;
    private final Randomness randomness;
    private final SessionTable sessions;
    private final RegistrationPolicy policy;

    /**
     * @param clientCheck decides whom it believes
     * @param serverProof goes with the session
     */
    public record RegistrationPolicy(
            ClockSkew skew,
            Duration sessionLifetime,
            ReplayCache replays,
            ClientVerifier clientCheck,
            ServerProof serverProof) {
        /** As classic has it: nobody proves anything. */
        public RegistrationPolicy(ClockSkew skew, Duration sessionLifetime, ReplayCache replays) {
            this(skew, sessionLifetime, replays, ClientVerifier.NONE, ServerProof.NONE);
        }
    }

    /** A registration, and who opened it. */
    private record OpenedRegistration(ClientRegistrationReqPart registration, ServerIdentity identity) {}

    public RegistrationExchange(
            Sealer sealer, Randomness randomness, SessionTable sessions, RegistrationPolicy policy) {
        this.sealer = sealer;
        this.randomness = randomness;
        this.sessions = sessions;
        this.policy = policy;
    }

    /**
     * @param identities what the server is, and then what it was when the client may have asked
     * @param transcript P3 and P4, as this connection saw them
     * @throws Refusal BAD_INTEGRITY, MODIFIED, SKEW, CERTIFICATE_EXPIRED, BADADDR, NAME_NOT_ALLOWED or REPEAT; those of
     *     {@link ClientVerifier#verify}; BUSY if there is no room
     */
    public ClientRegistrationRep answer(
            ClientRegistrationReq request,
            List<ServerIdentity> identities,
            Transcript transcript,
            ExchangeContext context)
            throws Refusal {
        OpenedRegistration opened = open(request, identities, context);
        ClientRegistrationReqPart registration = opened.registration;
        context.recordField(AuditField.CLIENT, registration.client());
        policy.skew.check(registration.sentAt(), context);
        identities.get(0).requireValid(context);
        checkAddress(registration, context);
        if (!CertificateName.isAllowed(registration.client())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_NAME_NOT_ALLOWED, "a client cannot have the name " + registration.client());
        }
        PrincipalName self = opened.identity.name();
        policy.clientCheck.verify(request, registration.client(), self, transcript, context);
        policy.replays.claim(request.registration().ciphertext(), policy.skew.latestAcceptance(registration.sentAt()));

        SymmetricKey sessionKey = sealer.newKey("K_sess", randomness);
        sessions.open(
                new ClientSession(
                        registration.client(), sessionKey, context.now().plus(policy.sessionLifetime)),
                context.now());
        context.recordAction(Action.SESSION_OPENED, registration.client());
        TranscriptSignatureInput statement = TranscriptSignatureInput.forServer(
                registration.client(), self, transcript.append(request).hash());
        ClientRegistrationRepPart session = new ClientRegistrationRepPart(
                sessionKey,
                policy.sessionLifetime,
                registration.client(),
                context.now(),
                policy.serverProof.create(opened.identity.privateKey(), statement));
        return new ClientRegistrationRep(sealer.seal(
                ClientRegistrationRepPart.PART,
                session,
                registration.temporaryKey(),
                AssociatedData.ofReplyTo(request),
                context.trace()));
    }

    private OpenedRegistration open(
            ClientRegistrationReq request, List<ServerIdentity> identities, ExchangeContext context) throws Refusal {
        ServerIdentity newest = identities.get(0);
        return KeyRollover.open(newest, () -> identities.subList(1, identities.size()), identity -> {
            String label = identity == newest ? "SK_s" : "SK_s (the former one)";
            return new OpenedRegistration(
                    sealer.open(
                            ClientRegistrationReqPart.PART,
                            request.registration(),
                            identity.privateKey(),
                            label,
                            context.trace()),
                    identity);
        });
    }

    /** The address must be the sender's. The port is only told: P7 may come on a later connection, from another one. */
    private static void checkAddress(ClientRegistrationReqPart registration, ExchangeContext context) throws Refusal {
        context.checkEqual(
                Check.REGISTERED_ADDRESS, registration.address(), context.peer(), ErrorCode.KRB_AP_ERR_BADADDR);
        if (registration.port() < 1 || registration.port() > MAX_PORT) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADADDR, registration.port() + " is no port");
        }
    }
}
