package hallpass.audit;

import hallpass.audit.FlatJson.Unreadable;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a log had come when it was last on the disk, in a file of its own: a log that was cut at the end of a line looks
 * whole without it.
 *
 * @param from where its last line begins in the log, in bytes
 * @param end where it ends, with its newline
 */
record Head(String party, Link last, long from, long end, String signature) {
    private static final int MAX_FILE = 4096;

    static Head signed(String party, Link last, long from, long end, AuditKey key) {
        return new Head(party, last, from, end, key.sign(Statement.head(party, last, from, end)));
    }

    static Head ofNothing(String party, AuditKey key) {
        return signed(party, Link.START, 0, 0, key);
    }

    boolean isSignedBy(PublicAuditKey key) {
        return key.confirms(Statement.head(party, last, from, end), signature);
    }

    /** In the place of the one before; a crash leaves one of the two. */
    void write(Path file) throws RealmProblem {
        PrivateFiles.write(file, encode());
    }

    private byte[] encode() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("party", party);
        fields.put("n", last.number());
        fields.put("hash", last.hash());
        fields.put("from", from);
        fields.put("end", end);
        fields.put("signature", signature);
        byte[] object = FlatJson.encode(fields);
        byte[] line = Arrays.copyOf(object, object.length + 1);
        line[object.length] = '\n';
        return line;
    }

    static Head read(Path file) throws RealmProblem, Unreadable {
        byte[] content = PrivateFiles.read(file, MAX_FILE);
        if (content.length == 0 || content[content.length - 1] != '\n') {
            throw new Unreadable("ends too early");
        }
        Map<String, Object> fields = FlatJson.decode(Arrays.copyOf(content, content.length - 1));
        Head head = new Head(
                FlatJson.text(fields, "party"),
                new Link(FlatJson.number(fields, "n"), FlatJson.text(fields, "hash")),
                FlatJson.number(fields, "from"),
                FlatJson.number(fields, "end"),
                FlatJson.text(fields, "signature"));
        if (!Arrays.equals(head.encode(), content)) {
            throw new Unreadable("is not written as Hallpass writes it");
        }
        return head;
    }
}
