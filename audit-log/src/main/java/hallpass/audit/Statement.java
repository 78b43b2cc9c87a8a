package hallpass.audit;

import java.nio.charset.StandardCharsets;

/**
 * What is signed. It names the log and its own kind, so that no signature can stand in another place than its own.
 */
record Statement(String text) {
    /** Signed and checked when a key is read, to see that its halves belong together. */
    static final Statement SELF = new Statement("hallpass audit key\n");

    /** @param before the line before the checkpoint */
    static Statement checkpoint(String party, Link before) {
        return of("checkpoint", party, before, "");
    }

    static Statement head(String party, Link last, long from, long end) {
        return of("head", party, last, from + "\n" + end + "\n");
    }

    private static Statement of(String kind, String party, Link link, String more) {
        return new Statement(
                "hallpass audit " + kind + "\n" + party + "\n" + link.number() + "\n" + link.hash() + "\n" + more);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
