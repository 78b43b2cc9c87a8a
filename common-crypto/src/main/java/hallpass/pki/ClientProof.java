package hallpass.pki;

import hallpass.crypto.RsaPss;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.PrincipalName;
import hallpass.message.SignedStatement;
import hallpass.protocol.Transcript;
import hallpass.wire.Bytes;
import java.security.PrivateKey;

/** By what a client shows in P5 that the name is its own. */
@FunctionalInterface
public interface ClientProof {
    /** By nothing: the protocol as it was first drawn, in which only the server proves anything. */
    ClientProof NONE = (request, client, server, before) -> request;

    /**
     * By a certificate, and a signature with its key over both names and every frame up to this one: the guard
     * {@code client-certificate}.
     *
     * @param certificate in DER
     */
    static ClientProof certified(Bytes certificate, PrivateKey key) {
        return (request, client, server, before) -> {
            ClientRegistrationReq unsigned =
                    new ClientRegistrationReq(request.registration(), certificate, Bytes.EMPTY);
            return unsigned.signed(Bytes.of(
                    RsaPss.sign(key, statement(unsigned, client, server, before).encode())));
        };
    }

    /** What is signed: P5 as it is, but for the signature, is the last frame that counts. */
    static SignedStatement statement(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript before) {
        ClientRegistrationReq unsigned = request.signed(Bytes.EMPTY);
        return SignedStatement.ofClient(client, server, before.then(unsigned).hash());
    }

    /**
     * P5 with the proof.
     *
     * @param before P3 and P4
     */
    ClientRegistrationReq on(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript before);
}
