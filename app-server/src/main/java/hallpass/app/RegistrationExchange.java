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
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.protocol.Transcript;
import hallpass.protocol.TrialDecryption;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.trace.Check;
import java.time.Duration;
import java.util.List;

/**
 * Registration exchange: answers P5 with a new session, P6. The policy decides what the client and
 * the server prove; in the classic profile neither proves anything.
 */
public final class RegistrationExchange {
    private static final int MAX_PORT = 0xffff;

    private final Sealer sealer;
    private final Randomness randomness;
    private final SessionTable sessions;
    private final RegistrationPolicy policy;

    /**
     * @param clientCheck verifies the client's proof
     * @param serverProof creates the server's proof
     */
    public record RegistrationPolicy(
            ClockSkew skew,
            Duration sessionLifetime,
            ReplayCache replays,
            ClientVerifier clientCheck,
            ServerProof serverProof) {
        /** The classic policy, without proofs. */
        public RegistrationPolicy(ClockSkew skew, Duration sessionLifetime, ReplayCache replays) {
            this(skew, sessionLifetime, replays, ClientVerifier.NONE, ServerProof.NONE);
        }
    }

    /** A registration, and the identity whose key opened it. */
    private record OpenedRegistration(ClientRegistrationReqPart registration, ServerIdentity identity) {}

    public RegistrationExchange(
            Sealer sealer, Randomness randomness, SessionTable sessions, RegistrationPolicy policy) {
        this.sealer = sealer;
        this.randomness = randomness;
        this.sessions = sessions;
        this.policy = policy;
    }

    /**
     * @param identities the current identity, and the previous one while it is still in use
     * @param transcript transcript of the connection so far: P3 and P4
     * @throws Refusal BAD_INTEGRITY, MODIFIED, SKEW, CERTIFICATE_EXPIRED, BADADDR,
     *     NAME_NOT_ALLOWED or REPEAT; those of {@link ClientVerifier#verify}; BUSY if the session
     *     table is full
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
        PrincipalName serverName = opened.identity.name();
        policy.clientCheck.verify(request, registration.client(), serverName, transcript, context);
        policy.replays.claim(request.registration().ciphertext(), policy.skew.latestAcceptance(registration.sentAt()));

        SymmetricKey sessionKey = sealer.newKey("K_sess", randomness);
        sessions.open(
                new ClientSession(
                        registration.client(), sessionKey, context.now().plus(policy.sessionLifetime)),
                context.now());
        context.recordAction(Action.SESSION_OPENED, registration.client());
        TranscriptSignatureInput statement = TranscriptSignatureInput.forServer(
                registration.client(), serverName, transcript.append(request).hash());
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
        return TrialDecryption.open(newest, () -> identities.subList(1, identities.size()), identity -> {
            String label = identity == newest ? "SK_s" : "SK_s (previous)";
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

    /**
     * The address must be the sender's. The port only has to be valid: P7 may arrive on a later
     * connection from another port.
     */
    private static void checkAddress(ClientRegistrationReqPart registration, ExchangeContext context) throws Refusal {
        context.checkSender(Check.REGISTERED_ADDRESS, registration.address());
        if (registration.port() < 1 || registration.port() > MAX_PORT) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADADDR, registration.port() + " is not a port");
        }
    }
}
