package hallpass.attack;

import hallpass.app.PkiServiceExchange;
import hallpass.app.RegistrationExchange;
import hallpass.app.ResourceService;
import hallpass.app.ServerIdentity;
import hallpass.app.SessionTable;
import hallpass.config.Setting;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.Party;
import hallpass.message.PkiServiceReq;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.pki.ClientVerifier;
import hallpass.pki.PkiProfile;
import hallpass.pki.RsaKeys;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.RequestHandler;
import hallpass.protocol.Transcript;
import java.util.List;

/** A PKI application server under the attacker's control, which serves a forged memo. */
public final class RogueServer implements RequestHandler {
    /** A memo that no genuine server serves. */
    public static final String FORGED_MEMO = "no class this morning; go home";

    private final CertificateReply certificateReply;
    private final ServerIdentity identity;
    private final RegistrationExchange registration;
    private final PkiServiceExchange service;
    private volatile Transcript transcript = Transcript.EMPTY;

    /** Creates the content of P4. */
    public interface CertificateReply {
        ServerCertificateRep create(ExchangeContext exchangeContext);
    }

    /** A server that sends its own certificate. */
    public static RogueServer of(ServerIdentity identity, AttackContext context) {
        return new RogueServer(
                exchangeContext -> new ServerCertificateRep(
                        RsaKeys.encode(identity.publicKey()), identity.certificate(), exchangeContext.now()),
                identity,
                context);
    }

    /** @param identity the key pair that decrypts what clients encrypt to the key in P4 */
    public RogueServer(CertificateReply certificateReply, ServerIdentity identity, AttackContext context) {
        SessionTable sessions = new SessionTable(SessionTable.DEFAULT_CAPACITY);
        ResourceService resources = (client, request, now) -> FORGED_MEMO;
        this.certificateReply = certificateReply;
        this.identity = identity;
        this.registration = new RegistrationExchange(
                context.sealer(),
                context.lab().randomness(),
                sessions,
                new RegistrationExchange.RegistrationPolicy(
                        context.config().clockSkew(),
                        context.config().get(Setting.SESSION_LIFETIME),
                        ReplayCache.DISABLED,
                        ClientVerifier.NONE,
                        new PkiProfile(context.config().profile()).serverProof()));
        this.service = new PkiServiceExchange(
                context.sealer(), sessions, context.config().clockSkew(), ReplayCache.DISABLED, resources);
    }

    @Override
    public Message handle(Message request, ExchangeContext exchangeContext) throws Refusal {
        if (request instanceof ServerCertificateReq) {
            ServerCertificateRep reply = certificateReply.create(exchangeContext);
            transcript = Transcript.EMPTY.append(request).append(reply);
            return reply;
        } else if (request instanceof ClientRegistrationReq req) {
            return registration.answer(req, List.of(identity), transcript, exchangeContext);
        } else if (request instanceof PkiServiceReq req) {
            return service.answer(req, exchangeContext);
        }
        throw new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "the rogue server cannot answer this message");
    }

    /**
     * Lets the victim register and request the memo, with this server in the genuine one's place.
     */
    public Outcome attackVictim(AttackContext context) throws Exception {
        return context.attempt(new ServerImpersonator(Party.APP, this, context), () -> {
            String memo =
                    context.pkiUser(context.config().pkiClientName().text()).request("memo");
            return memo.equals(FORGED_MEMO)
                    ? Outcome.succeeded("the victim believes the attacker's memo: " + memo)
                    : Outcome.noEffect("the victim reads the server's own memo");
        });
    }
}
