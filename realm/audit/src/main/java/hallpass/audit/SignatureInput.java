package hallpass.audit;

import java.nio.charset.StandardCharsets;

/**
 * The text that is signed. It states its kind and the log, so that a signature cannot be reused for
 * another purpose.
 */
record SignatureInput(String text) {
    /** Signed and verified when a key is read, to check that its halves match. */
    static final SignatureInput KEY_SELF_TEST = new SignatureInput("hallpass audit key\n");

    /** @param before the end of the chain before the checkpoint line */
    static SignatureInput checkpointLine(String party, ChainHead before) {
        return of("checkpoint", party, before, "");
    }

    static SignatureInput checkpointFile(String party, ChainHead last, long lastLineStart, long logEnd) {
        return of("head", party, last, lastLineStart + "\n" + logEnd + "\n");
    }

    private static SignatureInput of(String kind, String party, ChainHead chainHead, String suffix) {
        return new SignatureInput("hallpass audit " + kind + "\n" + party + "\n" + chainHead.number() + "\n"
                + chainHead.hash() + "\n" + suffix);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
