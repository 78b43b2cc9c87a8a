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
 * Parses rules: an action, a message with its direction, and a number of times. {@code
 * docs/adversary.md} describes the language.
 */
public final class RuleParser {
    private static final String MATCHER_USAGE = "name the message and its direction: K3 to tgs, K4 from tgs, any to as";

    private final WordReader words;

    private RuleParser(WordReader words) {
        this.words = words;
    }

    /** The words that begin a rule. */
    public static final List<String> VERBS =
            List.of("drop", "cut", "delay", "repeat", "hold", "swap", "edit", "replace", "answer");

    /** Whether the line begins like a rule. */
    public static boolean isRule(String line) {
        return VERBS.contains(line.strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT));
    }

    /** @throws RuleException if the line is not a rule; the message says what is wrong */
    public static Rule parse(String line) throws RuleException {
        return new RuleParser(WordReader.of(line)).rule(line.strip().replaceAll("\\s+", " "));
    }

    /** Parses a frame number or {@code last K2}. */
    public static RecordedFrameReference parseSelector(String text) throws RuleException {
        RuleParser parser = new RuleParser(WordReader.of(text));
        RecordedFrameReference selector = parser.selector();
        parser.requireEnd();
        return selector;
    }

    /** Parses frames and a server, as in {@code 5 7 to service}. */
    public static SendRequest parseSendRequest(String text) throws RuleException {
        RuleParser parser = new RuleParser(WordReader.of(text));
        String usage = "name the frames and the server: send 12 to service, or send last K5 to service";
        List<RecordedFrameReference> selectors = new ArrayList<>();
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

    /** Frames to send, and the server to send them to. */
    public record SendRequest(List<RecordedFrameReference> selectors, Party server) {}

    /** Finds a server by its id. */
    public static Party parseServer(String name) throws RuleException {
        return Party.SERVERS.stream()
                .filter(party -> party.id().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () -> new RuleException("there is no server " + name + "; use as, tgs, service, ca or app"));
    }

    private Rule rule(String text) throws RuleException {
        Word verb = words.next("a rule must not be empty");
        // The words are consumed in order: the time of a delay precedes its message.
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
                words.expect("with", "name the recorded frame: replace " + matcher + " with 12");
                yield finish(matcher, new RuleAction.Replace(selector()), text);
            }
            case "answer" -> {
                FrameMatcher matcher = matcher();
                yield finish(matcher, answer(matcher), text);
            }
            default ->
                throw new RuleException(
                        "\"" + verb.text() + "\" is not an action; use one of: " + String.join(", ", VERBS));
        };
    }

    private Rule finish(FrameMatcher matcher, RuleAction action, String text) throws RuleException {
        OptionalInt times = times();
        requireEnd();
        return new Rule(matcher, action, times, text);
    }

    private void requireEnd() throws RuleException {
        if (!words.isEmpty()) {
            throw new RuleException("unexpected \"" + words + "\"; a rule ends with once, 2 times or always");
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
        int count = words.number("the number of times", "2 times");
        words.expect("times", "write the number of times as: once, 2 times, always");
        if (count == 0) {
            throw new RuleException("0 times means never; omit the rule");
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
            throw new RuleException("there is no " + matcher + "; use " + corrected);
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
                        "there is no message " + word + "; use K1 to K12, P1 to P12, S1, S2, E or any"));
    }

    private RuleAction delay() throws RuleException {
        String usage = "give the delay: delay 2s K3 to tgs";
        Word time = words.next(usage);
        try {
            return new RuleAction.Delay(DurationParser.parse(time.text()));
        } catch (RealmException e) {
            throw new RuleException(usage + "; a duration is a number with ms, s or m, not " + time);
        }
    }

    private FrameEdit edit(FrameMatcher matcher) throws RuleException {
        if (words.accept("flip")) {
            words.expect("bit", "name the bit: edit " + matcher + " flip bit 100");
            return flip(matcher, words.number("a bit", "100"));
        }
        words.expect(
                "replace", "an edit either flips a bit or replaces a field: edit K3 to tgs replace ID_s with \"x\"");
        words.accept("field");
        FieldInfo field = field(matcher);
        words.expect("with", "give the new value: edit " + matcher + " replace " + field.name() + " with \"x\"");
        return new FrameEdit.Replace(field.name(), content(field));
    }

    private FrameEdit flip(FrameMatcher matcher, int bit) throws RuleException {
        if (words.accept("of")) {
            return new FrameEdit.FlipBitOf(bit, field(matcher).name());
        } else if (bit < FrameEdit.LENGTH_BITS) {
            throw new RuleException(
                    "the first " + FrameEdit.LENGTH_BITS + " bits are the frame's length and cannot be edited");
        }
        return new FrameEdit.FlipBit(bit);
    }

    private FieldInfo field(FrameMatcher matcher) throws RuleException {
        MessageType type = matcher.type()
                .orElseThrow(() -> new RuleException("fields differ between messages: name a message instead of any"));
        return FieldValueParser.field(
                type, words.next("name a field of " + matcher.messageLabel()).text());
    }

    private Bytes content(FieldInfo field) throws RuleException {
        if (words.accept("hex")) {
            return FieldValueParser.parseHex(
                    words.next("give the bytes, as in with hex 00ff").text());
        }
        Word text = words.next("give the new value: \"x\" or hex 00ff");
        if (!text.quoted()) {
            throw new RuleException("write the new value in quotes: with \"" + text + "\"");
        }
        return FieldValueParser.parse(field, text.text());
    }

    private RuleAction answer(FrameMatcher matcher) throws RuleException {
        if (matcher.direction() == Direction.TO_CLIENT) {
            throw new RuleException("only messages to a server can be answered; replace the reply instead: replace "
                    + matcher + " with 12");
        }
        words.expect("with", "give the answer: answer " + matcher + " with 12, with last K2, or with error 37");
        if (!words.accept("error")) {
            return new RuleAction.Answer(selector());
        }
        int number = words.number("an error code", "error 37");
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.number() == number)
                .findFirst()
                .map(RuleAction.AnswerError::new)
                .orElseThrow(
                        () -> new RuleException("there is no error " + number + "; docs/protocol.md lists all codes"));
    }

    private RecordedFrameReference selector() throws RuleException {
        if (words.accept("last")) {
            return new RecordedFrameReference.Last(message(words.next("name the message: last K2")));
        }
        return new RecordedFrameReference.Numbered(words.number("a recorded frame", "12, or last K2"));
    }
}
