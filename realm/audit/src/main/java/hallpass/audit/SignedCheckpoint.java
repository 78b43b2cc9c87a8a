package hallpass.audit;

import hallpass.audit.FlatJson.MalformedJsonException;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of the checkpoint file: the signed end of the log at its last sync. Without it, a log
 * that was truncated after a line would look intact.
 *
 * @param lastLineStart the position of the last line in the log
 * @param logEnd the position after its newline
 */
record SignedCheckpoint(String party, ChainHead last, long lastLineStart, long logEnd, String signature) {
    private static final int MAX_FILE = 4096;

    static SignedCheckpoint sign(String party, ChainHead last, long lastLineStart, long logEnd, AuditKey key) {
        return new SignedCheckpoint(
                party,
                last,
                lastLineStart,
                logEnd,
                key.sign(SignatureInput.checkpointFile(party, last, lastLineStart, logEnd)));
    }

    static SignedCheckpoint ofEmptyLog(String party, AuditKey key) {
        return sign(party, ChainHead.START, 0, 0, key);
    }

    boolean isSignedBy(PublicAuditKey key) {
        return key.isValid(SignatureInput.checkpointFile(party, last, lastLineStart, logEnd), signature);
    }

    /** Replaces the file atomically. */
    void write(Path file) throws RealmException {
        PrivateFiles.write(file, encode());
    }

    private byte[] encode() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("party", party);
        fields.put("n", last.number());
        fields.put("hash", last.hash());
        fields.put("from", lastLineStart);
        fields.put("end", logEnd);
        fields.put("signature", signature);
        byte[] object = FlatJson.encode(fields);
        byte[] line = Arrays.copyOf(object, object.length + 1);
        line[object.length] = '\n';
        return line;
    }

    static SignedCheckpoint read(Path file) throws RealmException, MalformedJsonException {
        byte[] content = PrivateFiles.read(file, MAX_FILE);
        if (content.length == 0 || content[content.length - 1] != '\n') {
            throw new MalformedJsonException("is truncated");
        }
        Map<String, Object> fields = FlatJson.decode(Arrays.copyOf(content, content.length - 1));
        SignedCheckpoint checkpoint = new SignedCheckpoint(
                FlatJson.removeText(fields, "party"),
                new ChainHead(FlatJson.removeNumber(fields, "n"), FlatJson.removeText(fields, "hash")),
                FlatJson.removeNumber(fields, "from"),
                FlatJson.removeNumber(fields, "end"),
                FlatJson.removeText(fields, "signature"));
        if (!Arrays.equals(checkpoint.encode(), content)) {
            throw new MalformedJsonException("is not in canonical form");
        }
        return checkpoint;
    }
}
