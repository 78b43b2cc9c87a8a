package hallpass.client.exchange;

import hallpass.client.credential.CachedSession;
import hallpass.crypto.Randomness;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.TranscriptSignatureInput;
import hallpass.pki.ClientProof;
import hallpass.pki.ServerProof;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.Check;
import java.net.InetSocketAddress;
import java.security.interfaces.RSAPublicKey;

/**
 * The client side of P5 and P6: sends a temporary key to the server, and receives the session key
 * sealed with it.
 */
public final class RegistrationExchangeClient {
    private final Sealer sealer;
    private final ClockSkew skew;
    private final ClientProof clientProof;
    private final ServerProof serverProof;

    /** The classic profile: neither side proves its identity here. */
    public RegistrationExchangeClient(Sealer sealer, ClockSkew skew) {
        this(sealer, skew, ClientProof.NONE, ServerProof.NONE);
    }

    public RegistrationExchangeClient(Sealer sealer, ClockSkew skew, ClientProof clientProof, ServerProof serverProof) {
        this.sealer = sealer;
        this.skew = skew;
        this.clientProof = clientProof;
        this.serverProof = serverProof;
    }

    /**
     * P5 with the values that its reply must match.
     *
     * @param temporaryKey K_tmp2
     */
    public record PendingRegistration(
            ClientRegistrationReq request, PrincipalName client, ServerKey serverKey, SymmetricKey temporaryKey) {
        /** The input of the server's signature. */
        TranscriptSignatureInput statement() {
            return TranscriptSignatureInput.forServer(
                    client,
                    serverKey.server(),
                    serverKey.transcript().append(request).hash());
        }
    }

    /**
     * @param serverKey the key from P4, PK_s
     * @param localAddress the client's address on the connection
     * @throws Refusal FIELD_TOOLONG if the registration does not fit one RSA block
     */
    public PendingRegistration createRequest(
            PrincipalName client,
            ServerKey serverKey,
            InetSocketAddress localAddress,
            Randomness randomness,
            ExchangeContext context)
            throws Refusal {
        SymmetricKey temporaryKey = sealer.newKey("K_tmp2", randomness);
        context.recordAction(Action.TEMPORARY_KEY_GENERATED, temporaryKey.label());
        ClientRegistrationReqPart registration = new ClientRegistrationReqPart(
                temporaryKey,
                client,
                localAddress.getAddress().getHostAddress(),
                localAddress.getPort(),
                context.now());
        RsaSealed<ClientRegistrationReqPart> sealed = seal(registration, serverKey.publicKey(), context);
        ClientRegistrationReq request = clientProof.addTo(
                new ClientRegistrationReq(sealed), client, serverKey.server(), serverKey.transcript());
        return new PendingRegistration(request, client, serverKey, temporaryKey);
    }

    /**
     * @throws Refusal BAD_INTEGRITY or MODIFIED if the reply does not belong to {@code pending};
     *     SKEW if the reply is not recent; TRANSCRIPT if a required signature over the exchange is
     *     missing or wrong
     */
    public CachedSession acceptReply(PendingRegistration pending, ClientRegistrationRep reply, ExchangeContext context)
            throws Refusal {
        ClientRegistrationRepPart part = sealer.open(
                ClientRegistrationRepPart.PART,
                reply.encPart(),
                pending.temporaryKey(),
                AssociatedData.ofReplyTo(pending.request()),
                context.trace());
        context.checkEqual(Check.REPLY_SERVER_NAME, pending.client(), part.client(), ErrorCode.KRB_AP_ERR_MODIFIED);
        skew.check(part.sentAt(), context);
        serverProof.verify(pending.serverKey().certifiedKey(), pending.statement(), part.signature(), context);
        context.recordAction(Action.SESSION_OPENED, pending.client());
        return new CachedSession(
                pending.client(), pending.serverKey().server(), part.sessionKey(), part.sentAt(), part.lifetime());
    }

    private RsaSealed<ClientRegistrationReqPart> seal(
            ClientRegistrationReqPart registration, RSAPublicKey key, ExchangeContext context) throws Refusal {
        int size = ClientRegistrationReqPart.PART.layout().encode(registration).length;
        if (size > sealer.rsaCapacity(key)) {
            throw new Refusal(
                    ErrorCode.KRB_ERR_FIELD_TOOLONG,
                    "the registration takes " + size + " bytes, and one block of PK_s holds "
                            + sealer.rsaCapacity(key));
        }
        return sealer.sealToPublicKey(ClientRegistrationReqPart.PART, registration, key, "PK_s", context.trace());
    }
}
