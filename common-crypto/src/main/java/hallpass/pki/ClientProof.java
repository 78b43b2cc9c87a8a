package hallpass.pki;

import hallpass.crypto.RsaPss;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.PrincipalName;
import hallpass.message.TranscriptSignatureInput;
import hallpass.protocol.Transcript;
import hallpass.wire.Bytes;
import java.security.PrivateKey;

/** By what a client shows in P5 that the name is its own. */
@FunctionalInterface
public interface ClientProof {
    /** By nothing: the protocol as it was first drawn, in which only the server proves anything. */
    ClientProof NONE = (request, client, server, transcript) -> request;

    /**
     * By a certificate, and a signature with its key over both names and every frame up to this one: the guard
     * {@code client-certificate}.
     *
     * @param certificate in DER
     */
    static ClientProof certified(Bytes certificate, PrivateKey key) {
        return (request, client, server, transcript) -> {
            ClientRegistrationReq unsigned =
                    new ClientRegistrationReq(request.registration(), certificate, Bytes.EMPTY);
            return unsigned.withSignature(Bytes.of(RsaPss.sign(
                    key, statement(unsigned, client, server, transcript).encode())));
        };
    }

    /** What is signed: P5 as it is, but for the signature, is the last frame that counts. */
    static TranscriptSignatureInput statement(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript transcript) {
        ClientRegistrationReq unsigned = request.withSignature(Bytes.EMPTY);
        return TranscriptSignatureInput.forClient(
                client, server, transcript.append(unsigned).hash());
    }

    /**
     * P5 with the proof.
     *
     * @param transcript P3 and P4
     */
    ClientRegistrationReq addTo(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript transcript);
}
