package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import hallpass.wire.Layout;

/**
 * The bytes that client and server of the PKI exchanges sign: role, both names and the transcript
 * (compare RFC 8446 §4.4.3, CertificateVerify). It is never sent; each side computes it.
 *
 * @param role of the signer, so that a signature of one side is not valid for the other
 * @param transcript SHA-256 chain over all frames so far, 32 bytes
 */
public record TranscriptSignatureInput(
        @Field("role") String role,
        @Field("ID_c") PrincipalName client,
        @Field("ID_s") PrincipalName server,
        @Field("T") Bytes transcript) {
    private static final Layout<TranscriptSignatureInput> LAYOUT =
            LayoutFactory.of(TranscriptSignatureInput.class, "the signed statement");

    public static TranscriptSignatureInput forServer(PrincipalName client, PrincipalName server, Bytes transcript) {
        return new TranscriptSignatureInput("hallpass server", client, server, transcript);
    }

    public static TranscriptSignatureInput forClient(PrincipalName client, PrincipalName server, Bytes transcript) {
        return new TranscriptSignatureInput("hallpass client", client, server, transcript);
    }

    /** The bytes to be signed. */
    public byte[] encode() {
        return LAYOUT.encode(this);
    }
}
