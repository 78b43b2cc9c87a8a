package hallpass.pki;

import hallpass.crypto.RsaPss;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.PrincipalName;
import hallpass.message.TranscriptSignatureInput;
import hallpass.protocol.Transcript;
import hallpass.wire.Bytes;
import java.security.PrivateKey;

/** Adds the client's proof of identity to P5. */
@FunctionalInterface
public interface ClientProof {
    /** No proof, as in the classic protocol: only the server proves its identity. */
    ClientProof NONE = (request, client, server, transcript) -> request;

    /**
     * A certificate and a signature over both names and all frames so far: the guard
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

    /** The signed content: the transcript with P5, whose signature field is empty. */
    static TranscriptSignatureInput statement(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript transcript) {
        ClientRegistrationReq unsigned = request.withSignature(Bytes.EMPTY);
        return TranscriptSignatureInput.forClient(
                client, server, transcript.append(unsigned).hash());
    }

    /**
     * Returns P5 with the proof.
     *
     * @param transcript the transcript of P3 and P4
     */
    ClientRegistrationReq addTo(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript transcript);
}
