package hallpass.trace;

import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.trace.TerminalStyle.Colour;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceEvent.AuditFieldSet;
import hallpass.trace.TraceEvent.CheckPerformed;
import hallpass.trace.TraceEvent.FailedOver;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.trace.TraceEvent.PartOpened;
import hallpass.trace.TraceEvent.PartSealed;
import hallpass.trace.TraceEvent.RefusalRaised;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Formats trace events as lines of at most 80 columns, with the protocol step at the end of the
 * line.
 */
public final class TraceFormatter {
    private static final int LINE_WIDTH = 80;
    private static final int PARTY_WIDTH = 7;
    private static final int STEP_WIDTH = "step 00".length();
    /** The party, the bar, the mark and the text are separated by one space; so is the step. */
    private static final int MARK_WIDTH = 2;

    private static final int TEXT_WIDTH = LINE_WIDTH - PARTY_WIDTH - 3 - MARK_WIDTH - 1 - STEP_WIDTH - 1;

    private final Party party;
    private final TerminalStyle style;

    public TraceFormatter(Party party, TerminalStyle style) {
        this.party = party;
        this.style = style;
    }

    public List<String> lines(List<TraceEvent> events) {
        List<String> lines = new ArrayList<>();
        events.forEach(event -> lines.addAll(lines(event)));
        return lines;
    }

    public List<String> lines(TraceEvent event) {
        OptionalInt step = ProtocolStep.of(party, event);
        if (event instanceof MessageReceived received) {
            return formatMessage(style.incoming(), received.message(), "from", received.sender(), step);
        } else if (event instanceof MessageSent sent) {
            return formatMessage(style.outgoing(), sent.message(), "to", sent.receiver(), step);
        } else if (event instanceof PartSealed sealed) {
            return line("", Colour.FAINT, "sealed " + sealed.part() + " with " + sealed.key(), step);
        } else if (event instanceof PartOpened opened) {
            return line(style.success(), Colour.SUCCESS, "opened " + opened.part() + " with " + opened.key(), step);
        } else if (event instanceof CheckPerformed performed) {
            return formatCheck(performed, step);
        } else if (event instanceof ActionPerformed performed) {
            return line("", Colour.FAINT, performed.action().text() + " " + performed.detail(), step);
        } else if (event instanceof FailedOver failedOver) {
            String text = failedOver.server().id() + ": " + failedOver.reason() + "; asking " + failedOver.next();
            return line(style.failure(), Colour.FAILURE, text, step);
        } else if (event instanceof RefusalRaised refused) {
            String code = refused.code().number() + " " + refused.code();
            return line(style.failure(), Colour.FAILURE, "refused, " + code + ": " + refused.reason(), step);
        }
        if (event instanceof AuditFieldSet) {
            return List.of();
        }
        throw new AssertionError(event);
    }

    /** A line of this party that is not an event. */
    public List<String> line(String text) {
        return line("", Colour.MESSAGE, text, OptionalInt.empty());
    }

    private List<String> formatMessage(
            String mark, Message message, String preposition, String peer, OptionalInt step) {
        MessageType type = message.type();
        List<String> lines = new ArrayList<>();
        String size = MessageType.encode(message).size() + " bytes";
        lines.addAll(line(
                mark,
                Colour.MESSAGE,
                type.label() + " " + type.title() + " " + preposition + " " + peer + ", " + size,
                step));
        String clear = cleartextFields(message);
        if (!clear.isEmpty()) {
            lines.addAll(line("", Colour.FAINT, "cleartext: " + clear, OptionalInt.empty()));
        }
        return lines;
    }

    /** The names and nonces that a message carries in cleartext, without sizes and times. */
    public static String cleartextFields(Message message) {
        StringJoiner fields = new StringJoiner(", ");
        MessageType.fieldsOf(message).forEach((name, value) -> {
            if (value instanceof PrincipalName || value instanceof Nonce || value instanceof String) {
                fields.add(name + " " + value);
            }
        });
        return fields.toString();
    }

    private List<String> formatCheck(CheckPerformed performed, OptionalInt step) {
        Check check = performed.check();
        return line(
                performed.passed() ? style.success() : style.failure(),
                performed.passed() ? Colour.SUCCESS : Colour.FAILURE,
                check.subject() + ": " + sides(check, performed.left(), performed.right()),
                step);
    }

    private static String sides(Check check, String left, String right) {
        if (left.equals(right)) {
            return check.left() + " = " + check.right() + ": " + left;
        }
        return check.left() + " " + TimestampFormat.withoutSharedDate(left, right) + ", " + check.right() + " "
                + TimestampFormat.withoutSharedDate(right, left);
    }

    private List<String> line(String mark, Colour colour, String text, OptionalInt step) {
        List<String> lines = new ArrayList<>();
        int width = step.isPresent() ? TEXT_WIDTH : TEXT_WIDTH + 1 + STEP_WIDTH;
        for (String piece : wrap(PrintableText.escape(text), width)) {
            boolean first = lines.isEmpty();
            boolean numbered = first && step.isPresent();
            // Pad only in front of a step number, so that no line ends in spaces.
            String shown = numbered ? DisplayWidth.pad(piece, TEXT_WIDTH) + " " : piece;
            String number = numbered ? String.format(Locale.ROOT, "step %2d", step.getAsInt()) : "";
            lines.add(style.colour(colourOf(party), DisplayWidth.pad(party.id(), PARTY_WIDTH))
                    + " " + style.separator() + " "
                    + style.colour(colour, DisplayWidth.pad(first ? mark : "", MARK_WIDTH)) + " "
                    + (colour == Colour.MESSAGE ? style.colour(colour, shown) : shown)
                    + style.colour(Colour.FAINT, number));
        }
        return lines;
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.stripTrailing();
        while (DisplayWidth.of(rest) > width) {
            int limit = DisplayWidth.prefixLength(rest, width);
            int end = breakIndex(rest, limit);
            lines.add(rest.substring(0, end).stripTrailing());
            rest = "  " + rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    /** Breaks after a comma, else at a space, if that fills more than half of the line. */
    private static int breakIndex(String text, int limit) {
        int comma = text.lastIndexOf(", ", limit - 1) + 1;
        int space = text.lastIndexOf(' ', limit);
        return comma > limit / 2 ? comma : space > limit / 2 ? space : limit;
    }

    private static Colour colourOf(Party party) {
        return Colour.valueOf(party.name());
    }
}
