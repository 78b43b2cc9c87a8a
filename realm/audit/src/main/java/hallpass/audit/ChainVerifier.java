package hallpass.audit;

import hallpass.audit.AuditLineReader.RawLine;
import hallpass.audit.FlatJson.MalformedJsonException;
import hallpass.message.AuditEvent;

/** Follows a chain line by line, and says what is wrong with each. */
final class ChainVerifier {
    private final String party;
    private final PublicAuditKey key;
    private ChainHead head;

    /** @param head what the first line that is checked must follow */
    ChainVerifier(String party, PublicAuditKey key, ChainHead head) {
        this.party = party;
        this.key = key;
        this.head = head;
    }

    ChainHead head() {
        return head;
    }

    /** A line that does not belong there. The problem follows its place. */
    static final class InvalidLineException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidLineException(String problem) {
            super(problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    /** Takes the next line; a wrong one is taken too, so that what follows it can be checked. */
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
            throw new InvalidLineException(
                    "has the number " + line.number() + " where " + (before.number() + 1) + " must be");
        } else if (!line.previous().equals(before.hash())) {
            throw new InvalidLineException("does not follow the line before it: one of the two was changed");
        } else if (!line.party().equals(party)) {
            throw new InvalidLineException("is of another log");
        } else if (line.hasEvent(AuditEvent.CHECKPOINT)
                && !key.isValid(SignatureInput.checkpointLine(party, before), line.field(LogFieldNames.SIGNATURE))) {
            throw new InvalidLineException("is a checkpoint whose signature is not that of " + party);
        }
    }
}
