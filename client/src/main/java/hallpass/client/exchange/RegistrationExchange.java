package hallpass.client.exchange;

import hallpass.client.credential.HeldSession;
import hallpass.crypto.Randomness;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.SessionPart;
import hallpass.message.SignedStatement;
import hallpass.pki.ClientProof;
import hallpass.pki.ServerProof;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import java.net.InetSocketAddress;
import java.security.interfaces.RSAPublicKey;

/** P5 and P6, the client's side: seals a temporary key to the server, and gets a session key under it. */
public final class RegistrationExchange {
    private final Seals seals;
    private final ClockSkew skew;
    private final ClientProof clientProof;
    private final ServerProof serverProof;

    /** As classic has it: neither side proves anything here. */
    public RegistrationExchange(Seals seals, ClockSkew skew) {
        this(seals, skew, ClientProof.NONE, ServerProof.NONE);
    }

    public RegistrationExchange(Seals seals, ClockSkew skew, ClientProof clientProof, ServerProof serverProof) {
        this.seals = seals;
        this.skew = skew;
        this.clientProof = clientProof;
        this.serverProof = serverProof;
    }

    /**
     * P5, and what its reply must match.
     *
     * @param temporaryKey K_tmp2
     */
    public record Asked(ClientRegistrationReq request, PrincipalName client, ServerKey key, SymmetricKey temporaryKey) {
        /** What the server signs, if it signs. */
        SignedStatement exchange() {
            return SignedStatement.ofServer(
                    client, key.server(), key.said().then(request).hash());
        }
    }

    /**
     * @param key PK_s, as P4 brought it
     * @param own the client's end of the connection
     * @throws Refusal FIELD_TOOLONG if the name does not fit one RSA block of this key
     */
    public Asked ask(PrincipalName client, ServerKey key, InetSocketAddress own, Randomness randomness, Occasion at)
            throws Refusal {
        SymmetricKey temporaryKey = seals.newKey("K_tmp2", randomness);
        at.done(Deed.TEMPORARY_KEY_MADE, temporaryKey.label());
        ClientRegistration registration = new ClientRegistration(
                temporaryKey, client, own.getAddress().getHostAddress(), own.getPort(), at.now());
        RsaSealed<ClientRegistration> sealed = seal(registration, key.value(), at);
        ClientRegistrationReq request =
                clientProof.on(new ClientRegistrationReq(sealed), client, key.server(), key.said());
        return new Asked(request, client, key, temporaryKey);
    }

    /**
     * @throws Refusal BAD_INTEGRITY or MODIFIED if it is not the server's reply to {@code asked}; SKEW if it was not said now;
     *     TRANSCRIPT if the server is to sign the exchange, and did not sign this one
     */
    public HeldSession accept(Asked asked, ClientRegistrationRep reply, Occasion at) throws Refusal {
        SessionPart part = seals.open(
                SessionPart.PART, reply.session(), asked.temporaryKey(), Binding.replyTo(asked.request()), at.trace());
        at.requireEqual(Comparison.REQUESTED_NAME, asked.client(), part.client(), ErrorCode.KRB_AP_ERR_MODIFIED);
        skew.check(part.sentAt(), at);
        serverProof.check(asked.key().certified(), asked.exchange(), part.signature(), at);
        at.done(Deed.SESSION_OPENED, asked.client());
        return new HeldSession(asked.client(), asked.key().server(), part.sessionKey(), part.sentAt(), part.lifetime());
    }

    private RsaSealed<ClientRegistration> seal(ClientRegistration registration, RSAPublicKey key, Occasion at)
            throws Refusal {
        int size = ClientRegistration.PART.layout().encode(registration).length;
        if (size > seals.capacity(key)) {
            throw new Refusal(
                    ErrorCode.KRB_ERR_FIELD_TOOLONG,
                    "the registration takes " + size + " bytes, and one block of PK_s holds " + seals.capacity(key));
        }
        return seals.sealTo(ClientRegistration.PART, registration, key, "PK_s", at.trace());
    }
}
