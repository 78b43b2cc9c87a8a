package hallpass.adversary.rule;

import hallpass.adversary.Direction;
import hallpass.adversary.rule.WordReader.Word;
import hallpass.config.DurationParser;
import hallpass.config.RealmException;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.wire.Bytes;
import hallpass.wire.Layout.FieldInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Exchanger;

/**
 * Reads a rule: what is done, to which message on which way, and how often. {@code docs/adversary.md} has the language.
 */
public final class RuleParser {
    private static final String MATCHER_USAGE =
            "say of which message, and on which way: K3 to tgs, K4 from tgs, any to as";

    private final WordReader words;

    private RuleParser(WordReader words) {
        this.words = words;
    }

    /** The words that a rule begins with. */
    public static final List<String> VERBS =
            List.of("drop", "cut", "delay", "repeat", "hold", "swap", "edit", "replace", "answer");

    /** Whether a line is meant to be a rule. */
    public static boolean isRule(String line) {
        return VERBS.contains(line.strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT));
    }

    /**
     * @throws RuleException if the line is no rule, with what it lacks
     */
    public static Rule parse(String line) throws RuleException {
        return new RuleParser(WordReader.of(line)).rule(line.strip().replaceAll("\\s+", " "));
    }

    /** A recorded frame, in a command: a number, or {@code last K2}. */
    public static FrameSelector parseSelector(String text) throws RuleException {
        RuleParser parser = new RuleParser(WordReader.of(text));
        FrameSelector selector = parser.selector();
        parser.requireEnd();
        return selector;
    }

    /** Recorded frames and a server, as in {@code 5 7 to service}. */
    public static SendRequest parseSendRequest(String text) throws RuleException {
        RuleParser parser = new RuleParser(WordReader.of(text));
        String usage = "say what, and to whom: send 12 to service, or send last K5 to service";
        List<FrameSelector> selectors = new ArrayList<>();
        while (!parser.words.accept("to")) {
            if (parser.words.isEmpty()) {
                throw new RuleException(usage);
            }
            selectors.add(parser.selector());
        }
        if (selectors.isEmpty()) {
            throw new RuleException(usage);
        }
        Party server = parseServer(parser.words.next(usage).toString());
        parser.requireEnd();
        return new SendRequest(selectors, server);
    }

    /** Frames, and the server that they shall go to. */
    public record SendRequest(List<FrameSelector> selectors, Party server) {}

    /** The server of a name. */
    public static Party parseServer(String name) throws RuleException {
        return Party.SERVERS.stream()
                .filter(party -> party.id().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new RuleException("there is no server " + name + ": as, tgs, service, ca or app"));
    }

    private Rule rule(String text) throws RuleException {
        Word verb = words.next("an empty line is no rule");
        // Read in the order in which it is written; a delay's time stands before its message.
        return switch (verb.toString().toLowerCase(Locale.ROOT)) {
            case "drop" -> finish(matcher(), new RuleAction.Drop(), text);
            case "cut" -> finish(matcher(), new RuleAction.Cut(), text);
            case "repeat" -> finish(matcher(), new RuleAction.Repeat(), text);
            case "swap" -> finish(matcher(), new RuleAction.Swap(new Exchanger<>()), text);
            case "delay" -> {
                RuleAction delay = delay();
                yield finish(matcher(), delay, text);
            }
            case "hold" -> {
                FrameMatcher matcher = matcher();
                yield finish(
                        matcher,
                        new RuleAction.Hold(words.accept("until") ? Optional.of(matcher()) : Optional.empty()),
                        text);
            }
            case "edit" -> {
                FrameMatcher matcher = matcher();
                yield finish(matcher, new RuleAction.Edit(edit(matcher)), text);
            }
            case "replace" -> {
                FrameMatcher matcher = matcher();
                words.expect("with", "say with which recorded frame: replace " + matcher + " with 12");
                yield finish(matcher, new RuleAction.Replace(selector()), text);
            }
            case "answer" -> {
                FrameMatcher matcher = matcher();
                yield finish(matcher, answer(matcher), text);
            }
            default ->
                throw new RuleException(
                        "\"" + verb.text() + "\" is nothing that a rule does; these are: " + String.join(", ", VERBS));
        };
    }

    private Rule finish(FrameMatcher matcher, RuleAction action, String text) throws RuleException {
        OptionalInt times = times();
        requireEnd();
        return new Rule(matcher, action, times, text);
    }

    private void requireEnd() throws RuleException {
        if (!words.isEmpty()) {
            throw new RuleException(
                    "it should end before \"" + words + "\"; how often is said last: once, 2 times, always");
        }
    }

    private OptionalInt times() throws RuleException {
        if (words.isEmpty() || words.accept("always")) {
            return OptionalInt.empty();
        } else if (words.accept("once")) {
            return OptionalInt.of(1);
        } else if (!words.toString().matches("[0-9]+ times")) {
            return OptionalInt.empty();
        }
        int count = words.number("how often", "2 times");
        words.expect("times", "how often is said as: once, 2 times, always");
        if (count == 0) {
            throw new RuleException("0 times is never; leave the rule out");
        }
        return OptionalInt.of(count);
    }

    private FrameMatcher matcher() throws RuleException {
        Optional<MessageType> type = messageOrAny(words.next(MATCHER_USAGE));
        Direction direction = words.accept("to") ? Direction.TO_SERVER : Direction.TO_CLIENT;
        if (direction == Direction.TO_CLIENT) {
            words.expect("from", MATCHER_USAGE);
        }
        FrameMatcher matcher = new FrameMatcher(
                type, direction, parseServer(words.next(MATCHER_USAGE).toString()));
        if (type.isPresent()) {
            requirePossible(type.get(), matcher);
        }
        return matcher;
    }

    private static void requirePossible(MessageType type, FrameMatcher matcher) throws RuleException {
        Direction direction = type.isRequest() ? Direction.TO_SERVER : Direction.TO_CLIENT;
        Set<Party> servers = type.servers();
        if (direction != matcher.direction() || !servers.contains(matcher.server())) {
            Party server = servers.contains(matcher.server())
                    ? matcher.server()
                    : servers.iterator().next();
            FrameMatcher corrected = new FrameMatcher(Optional.of(type), direction, server);
            throw new RuleException("no " + matcher + " ever comes by: write " + corrected);
        }
    }

    private static Optional<MessageType> messageOrAny(Word word) throws RuleException {
        return word.text().equalsIgnoreCase("any") ? Optional.empty() : Optional.of(message(word));
    }

    private static MessageType message(Word word) throws RuleException {
        return Arrays.stream(MessageType.values())
                .filter(type -> type.label().equalsIgnoreCase(word.text())
                        || type.title().equalsIgnoreCase(word.text()))
                .findFirst()
                .orElseThrow(() -> new RuleException(
                        "there is no message " + word + "; messages are K1 to K12, P1 to P12, S1, S2, E and any"));
    }

    private RuleAction delay() throws RuleException {
        String usage = "say how long: delay 2s K3 to tgs";
        Word time = words.next(usage);
        try {
            return new RuleAction.Delay(DurationParser.parse(time.text()));
        } catch (RealmException e) {
            throw new RuleException(usage + ", where a time is a number with ms, s or m, and not " + time);
        }
    }

    private FrameEdit edit(FrameMatcher matcher) throws RuleException {
        if (words.accept("flip")) {
            words.expect("bit", "say which bit: edit " + matcher + " flip bit 100");
            return flip(matcher, words.number("a bit", "100"));
        }
        words.expect("replace", "an edit flips a bit, or replaces a field: edit K3 to tgs replace ID_s with \"x\"");
        words.accept("field");
        FieldInfo field = field(matcher);
        words.expect("with", "say with what: edit " + matcher + " replace " + field.name() + " with \"x\"");
        return new FrameEdit.Replace(field.name(), content(field));
    }

    private FrameEdit flip(FrameMatcher matcher, int bit) throws RuleException {
        if (words.accept("of")) {
            return new FrameEdit.FlipBitOf(bit, field(matcher).name());
        } else if (bit < FrameEdit.LENGTH_BITS) {
            throw new RuleException("the first " + FrameEdit.LENGTH_BITS
                    + " bits are the frame's length, without which nobody finds its end; take a later one");
        }
        return new FrameEdit.FlipBit(bit);
    }

    private FieldInfo field(FrameMatcher matcher) throws RuleException {
        MessageType type = matcher.type()
                .orElseThrow(() -> new RuleException("fields differ from message to message: name one instead of any"));
        return FieldValueParser.field(
                type, words.next("say which field of " + matcher.messageLabel()).text());
    }

    private Bytes content(FieldInfo field) throws RuleException {
        if (words.accept("hex")) {
            return FieldValueParser.parseHex(
                    words.next("say which bytes, as in with hex 00ff").text());
        }
        Word text = words.next("say with what: \"x\" or hex 00ff");
        if (!text.quoted()) {
            throw new RuleException("write the new content in quotes, as in with \"" + text + "\"");
        }
        return FieldValueParser.parse(field, text.text());
    }

    private RuleAction answer(FrameMatcher matcher) throws RuleException {
        if (matcher.direction() == Direction.TO_CLIENT) {
            throw new RuleException(
                    "what goes to a server can be answered; what comes from one can be replaced: replace " + matcher
                            + " with 12");
        }
        words.expect("with", "say with what: answer " + matcher + " with 12, or with last K2, or with error 37");
        if (!words.accept("error")) {
            return new RuleAction.Answer(selector());
        }
        int number = words.number("an error", "error 37");
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.number() == number)
                .findFirst()
                .map(RuleAction.AnswerError::new)
                .orElseThrow(
                        () -> new RuleException("there is no error " + number + "; docs/protocol.md has them all"));
    }

    private FrameSelector selector() throws RuleException {
        if (words.accept("last")) {
            return new FrameSelector.Last(message(words.next("say the last of what: last K2")));
        }
        return new FrameSelector.Numbered(words.number("a recorded frame", "12, or last K2"));
    }
}
