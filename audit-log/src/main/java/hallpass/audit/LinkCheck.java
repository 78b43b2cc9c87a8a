package hallpass.audit;

import hallpass.audit.FlatJson.Unreadable;
import hallpass.audit.LineReader.RawLine;

/** Follows a chain line by line, and says what is wrong with each. */
final class LinkCheck {
    private final String party;
    private final PublicAuditKey key;
    private Link last;

    /** @param last what the first line that is checked must follow */
    LinkCheck(String party, PublicAuditKey key, Link last) {
        this.party = party;
        this.key = key;
        this.last = last;
    }

    Link last() {
        return last;
    }

    /** A line that does not belong there. The problem follows its place. */
    static final class WrongLine extends Exception {
        private static final long serialVersionUID = 1L;

        WrongLine(String problem) {
            super(problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    /** Takes the next line; a wrong one is taken too, so that what follows it can be checked. */
    Line take(RawLine raw) throws WrongLine {
        Link before = last;
        byte[] content = raw.content().toArray();
        last = last.next(content);
        try {
            Line line = Line.decode(content);
            last = new Link(line.number(), last.hash());
            check(line, before);
            return line;
        } catch (Unreadable e) {
            throw new WrongLine(e.problem());
        }
    }

    private void check(Line line, Link before) throws WrongLine {
        if (line.number() != before.number() + 1) {
            throw new WrongLine("has the number " + line.number() + " where " + (before.number() + 1) + " must be");
        } else if (!line.previous().equals(before.hash())) {
            throw new WrongLine("does not follow the line before it: one of the two was changed");
        } else if (!line.party().equals(party)) {
            throw new WrongLine("is of another log");
        } else if (line.is(AuditEvent.CHECKPOINT)
                && !key.confirms(Statement.checkpoint(party, before), line.fact(Facts.SIGNATURE))) {
            throw new WrongLine("is a checkpoint whose signature is not that of " + party);
        }
    }
}
