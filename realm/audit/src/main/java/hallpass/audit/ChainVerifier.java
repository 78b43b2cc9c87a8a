package hallpass.audit;

import hallpass.audit.AuditLineReader.RawLine;
import hallpass.audit.FlatJson.MalformedJsonException;
import hallpass.message.AuditEvent;

/** Verifies a hash chain line by line. */
final class ChainVerifier {
    private final String party;
    private final PublicAuditKey key;
    private ChainHead head;

    /** @param head the end of the chain before the first line to verify */
    ChainVerifier(String party, PublicAuditKey key, ChainHead head) {
        this.party = party;
        this.key = key;
        this.head = head;
    }

    ChainHead head() {
        return head;
    }

    /** A line that breaks the chain. The problem is a predicate whose subject is the line. */
    static final class InvalidLineException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidLineException(String problem) {
            super(problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    /** Verifies the next line, and continues after it even if it is invalid. */
    AuditLine verifyNext(RawLine raw) throws InvalidLineException {
        ChainHead before = head;
        byte[] content = raw.content().toArray();
        head = head.next(content);
        try {
            AuditLine line = AuditLine.decode(content);
            head = new ChainHead(line.number(), head.hash());
            check(line, before);
            return line;
        } catch (MalformedJsonException e) {
            throw new InvalidLineException(e.problem());
        }
    }

    private void check(AuditLine line, ChainHead before) throws InvalidLineException {
        if (line.number() != before.number() + 1) {
            throw new InvalidLineException("has the number " + line.number() + " instead of " + (before.number() + 1));
        } else if (!line.previous().equals(before.hash())) {
            throw new InvalidLineException("does not continue the previous line: one of the two was changed");
        } else if (!line.party().equals(party)) {
            throw new InvalidLineException("belongs to another log");
        } else if (line.hasEvent(AuditEvent.CHECKPOINT)
                && !key.isValid(SignatureInput.checkpointLine(party, before), line.field(LogFieldNames.SIGNATURE))) {
            throw new InvalidLineException("is a checkpoint whose signature does not belong to " + party);
        }
    }
}
