package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import hallpass.wire.Layout;

/**
 * What one side of the certificate door signs: who both are, and all that was said. It never travels: either side has it.
 *
 * @param role whose signature it is, so that neither can be passed off as the other's
 * @param transcript 32 bytes that follow from every frame so far
 */
public record TranscriptSignatureInput(
        @Field("role") String role,
        @Field("ID_c") PrincipalName client,
        @Field("ID_s") PrincipalName server,
        @Field("T") Bytes transcript) {
    private static final Layout<TranscriptSignatureInput> LAYOUT =
            Layouts.of(TranscriptSignatureInput.class, "the signed statement");

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
