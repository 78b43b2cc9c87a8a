package hallpass.audit;

import java.nio.charset.StandardCharsets;

/**
 * What is signed. It names the log and its own kind, so that no signature can stand in another place than its own.
 */
record SignatureInput(String text) {
    /** Signed and checked when a key is read, to see that its halves belong together. */
    static final SignatureInput KEY_SELF_TEST = new SignatureInput("hallpass audit key\n");

    /** @param before the line before the checkpoint */
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
