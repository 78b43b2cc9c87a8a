package hallpass.trace;

import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.trace.Style.Tint;
import hallpass.trace.TraceEvent.About;
import hallpass.trace.TraceEvent.Compared;
import hallpass.trace.TraceEvent.Done;
import hallpass.trace.TraceEvent.PartOpened;
import hallpass.trace.TraceEvent.PartSealed;
import hallpass.trace.TraceEvent.Received;
import hallpass.trace.TraceEvent.Refused;
import hallpass.trace.TraceEvent.Sent;
import hallpass.trace.TraceEvent.Turned;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * What a party does, told in the words of the protocol: one line of at most 80 columns for each event, the number of the
 * original's step at its end.
 */
public final class Story {
    private static final int COLUMNS = 80;
    private static final int TAG = 7;
    private static final int STEP = "step 00".length();
    /** Between tag, bar, mark and text stand one space each, and one before the step. */
    private static final int MARK = 2;

    private static final int TEXT = COLUMNS - TAG - 3 - MARK - 1 - STEP - 1;

    private final Party party;
    private final Style style;

    public Story(Party party, Style style) {
        this.party = party;
        this.style = style;
    }

    public List<String> lines(List<TraceEvent> events) {
        List<String> lines = new ArrayList<>();
        events.forEach(event -> lines.addAll(lines(event)));
        return lines;
    }

    public List<String> lines(TraceEvent event) {
        OptionalInt step = OriginalStep.of(party, event);
        if (event instanceof Received received) {
            return message(style.in(), received.message(), "from", received.from(), step);
        } else if (event instanceof Sent sent) {
            return message(style.out(), sent.message(), "to", sent.to(), step);
        } else if (event instanceof PartSealed sealed) {
            return line("", Tint.FAINT, "sealed " + sealed.part() + " with " + sealed.key(), step);
        } else if (event instanceof PartOpened opened) {
            return line(style.good(), Tint.GOOD, "opened " + opened.part() + " with " + opened.key(), step);
        } else if (event instanceof Compared compared) {
            return comparison(compared, step);
        } else if (event instanceof Done done) {
            return line("", Tint.FAINT, done.deed().words() + " " + done.detail(), step);
        } else if (event instanceof Turned turned) {
            String turn = turned.server().id() + ": " + turned.why() + "; asking " + turned.next();
            return line(style.bad(), Tint.BAD, turn, step);
        } else if (event instanceof Refused refused) {
            String code = refused.code().number() + " " + refused.code();
            return line(style.bad(), Tint.BAD, "refused, " + code + ": " + refused.why(), step);
        }
        if (event instanceof About) {
            return List.of();
        }
        throw new AssertionError(event);
    }

    /** A line of this party's that tells something else than an event. */
    public List<String> line(String text) {
        return line("", Tint.MESSAGE, text, OptionalInt.empty());
    }

    private List<String> message(String mark, Message message, String preposition, String peer, OptionalInt step) {
        MessageType type = message.type();
        List<String> lines = new ArrayList<>();
        String size = MessageType.encode(message).size() + " bytes";
        lines.addAll(line(
                mark,
                Tint.MESSAGE,
                type.label() + " " + type.title() + " " + preposition + " " + peer + ", " + size,
                step));
        String clear = inClear(message);
        if (!clear.isEmpty()) {
            lines.addAll(line("", Tint.FAINT, "in clear: " + clear, OptionalInt.empty()));
        }
        return lines;
    }

    /** The names and nonces that travel in clear; sizes and times would only tire. */
    public static String inClear(Message message) {
        StringJoiner fields = new StringJoiner(", ");
        MessageType.fields(message).forEach((name, value) -> {
            if (value instanceof PrincipalName || value instanceof Nonce || value instanceof String) {
                fields.add(name + " " + value);
            }
        });
        return fields.toString();
    }

    private List<String> comparison(Compared compared, OptionalInt step) {
        Comparison what = compared.what();
        return line(
                compared.agree() ? style.good() : style.bad(),
                compared.agree() ? Tint.GOOD : Tint.BAD,
                what.subject() + ": " + sides(what, compared.left(), compared.right()),
                step);
    }

    /** What is the same on both sides is said once. */
    private static String sides(Comparison what, String left, String right) {
        if (left.equals(right)) {
            return what.left() + " = " + what.right() + ": " + left;
        }
        return what.left() + " " + Times.shortened(left, right) + ", " + what.right() + " "
                + Times.shortened(right, left);
    }

    private List<String> line(String mark, Tint tint, String text, OptionalInt step) {
        List<String> lines = new ArrayList<>();
        int width = step.isPresent() ? TEXT : TEXT + 1 + STEP;
        for (String piece : wrap(Printable.of(text), width)) {
            boolean first = lines.isEmpty();
            boolean numbered = first && step.isPresent();
            // Padding only where something follows: no line ends in spaces.
            String shown = numbered ? pad(piece, TEXT) + " " : piece;
            String number = numbered ? "step %2d".formatted(step.getAsInt()) : "";
            lines.add(style.tint(tint(party), pad(party.id(), TAG))
                    + " " + style.bar() + " "
                    + style.tint(tint, pad(first ? mark : "", MARK)) + " "
                    + (tint == Tint.MESSAGE ? style.tint(tint, shown) : shown)
                    + style.tint(Tint.FAINT, number));
        }
        return lines;
    }

    private static List<String> wrap(String text, int width) {
        List<String> pieces = new ArrayList<>();
        String rest = text.stripTrailing();
        while (Columns.of(rest) > width) {
            int fits = Columns.fitting(rest, width);
            int end = end(rest, fits);
            pieces.add(rest.substring(0, end).stripTrailing());
            rest = "  " + rest.substring(end).strip();
        }
        pieces.add(rest);
        return pieces;
    }

    /** After a comma if one stands late enough, else at a space, else where it must be. */
    private static int end(String text, int fits) {
        int comma = text.lastIndexOf(", ", fits - 1) + 1;
        int space = text.lastIndexOf(' ', fits);
        return comma > fits / 2 ? comma : space > fits / 2 ? space : fits;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - Columns.of(text)));
    }

    private static Tint tint(Party party) {
        return Tint.valueOf(party.name());
    }
}
