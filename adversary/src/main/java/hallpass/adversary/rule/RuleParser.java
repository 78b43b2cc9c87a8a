package hallpass.adversary.rule;

import hallpass.adversary.Direction;
import hallpass.adversary.rule.Words.Word;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.realm.RealmProblem;
import hallpass.realm.TimeText;
import hallpass.trace.Party;
import hallpass.wire.Bytes;
import hallpass.wire.Layout.FieldInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Exchanger;

/**
 * Reads a rule: what is done, to which message on which way, and how often. {@code docs/adversary.md} has the language.
 */
public final class RuleParser {
    private static final String TARGET = "say of which message, and on which way: K3 to tgs, K4 from tgs, any to as";

    private final Words words;

    private RuleParser(Words words) {
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
     * @throws RuleProblem if the line is no rule, with what it lacks
     */
    public static Rule parse(String line) throws RuleProblem {
        return new RuleParser(Words.of(line)).rule(line.strip().replaceAll("\\s+", " "));
    }

    /** A recorded frame, in a command: a number, or {@code last K2}. */
    public static Pick pick(String text) throws RuleProblem {
        RuleParser parser = new RuleParser(Words.of(text));
        Pick pick = parser.pick();
        parser.requireEnd();
        return pick;
    }

    /** Recorded frames and a server, as in {@code 5 7 to service}. */
    public static Sending sending(String text) throws RuleProblem {
        RuleParser parser = new RuleParser(Words.of(text));
        String sentence = "say what, and to whom: send 12 to service, or send last K5 to service";
        List<Pick> picks = new ArrayList<>();
        while (!parser.words.take("to")) {
            if (parser.words.isEmpty()) {
                throw new RuleProblem(sentence);
            }
            picks.add(parser.pick());
        }
        if (picks.isEmpty()) {
            throw new RuleProblem(sentence);
        }
        Party server = server(parser.words.next(sentence).toString());
        parser.requireEnd();
        return new Sending(picks, server);
    }

    /** Frames, and the server that they shall go to. */
    public record Sending(List<Pick> picks, Party server) {}

    /** The server of a name. */
    public static Party server(String name) throws RuleProblem {
        return Party.SERVERS.stream()
                .filter(party -> party.id().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new RuleProblem("there is no server " + name + ": as, tgs, service, ca or app"));
    }

    private Rule rule(String text) throws RuleProblem {
        Word verb = words.next("an empty line is no rule");
        // Read in the order in which it is written; a delay's time stands before its message.
        return switch (verb.toString().toLowerCase(Locale.ROOT)) {
            case "drop" -> finish(target(), new Act.Drop(), text);
            case "cut" -> finish(target(), new Act.Cut(), text);
            case "repeat" -> finish(target(), new Act.Repeat(), text);
            case "swap" -> finish(target(), new Act.Swap(new Exchanger<>()), text);
            case "delay" -> {
                Act delay = delay();
                yield finish(target(), delay, text);
            }
            case "hold" -> {
                Target target = target();
                yield finish(
                        target, new Act.Hold(words.take("until") ? Optional.of(target()) : Optional.empty()), text);
            }
            case "edit" -> {
                Target target = target();
                yield finish(target, new Act.Edit(change(target)), text);
            }
            case "replace" -> {
                Target target = target();
                words.require("with", "say with which recorded frame: replace " + target + " with 12");
                yield finish(target, new Act.Replace(pick()), text);
            }
            case "answer" -> {
                Target target = target();
                yield finish(target, answer(target), text);
            }
            default ->
                throw new RuleProblem(
                        "\"" + verb.text() + "\" is nothing that a rule does; these are: " + String.join(", ", VERBS));
        };
    }

    private Rule finish(Target target, Act act, String text) throws RuleProblem {
        OptionalInt times = times();
        requireEnd();
        return new Rule(target, act, times, text);
    }

    private void requireEnd() throws RuleProblem {
        if (!words.isEmpty()) {
            throw new RuleProblem(
                    "it should end before \"" + words + "\"; how often is said last: once, 2 times, always");
        }
    }

    private OptionalInt times() throws RuleProblem {
        if (words.isEmpty() || words.take("always")) {
            return OptionalInt.empty();
        } else if (words.take("once")) {
            return OptionalInt.of(1);
        } else if (!words.toString().matches("[0-9]+ times")) {
            return OptionalInt.empty();
        }
        int count = words.number("how often", "2 times");
        words.require("times", "how often is said as: once, 2 times, always");
        if (count == 0) {
            throw new RuleProblem("0 times is never; leave the rule out");
        }
        return OptionalInt.of(count);
    }

    private Target target() throws RuleProblem {
        Optional<MessageType> type = messageOrAny(words.next(TARGET));
        Direction direction = words.take("to") ? Direction.TO_SERVER : Direction.TO_CLIENT;
        if (direction == Direction.TO_CLIENT) {
            words.require("from", TARGET);
        }
        Target target = new Target(type, direction, server(words.next(TARGET).toString()));
        if (type.isPresent()) {
            requireThatItComesBy(type.get(), target);
        }
        return target;
    }

    private static void requireThatItComesBy(MessageType type, Target target) throws RuleProblem {
        Direction direction = Courses.direction(type);
        Optional<Party> server = Courses.server(type);
        if (direction != target.direction() || !server.orElse(target.server()).equals(target.server())) {
            Target right = new Target(Optional.of(type), direction, server.orElse(target.server()));
            throw new RuleProblem("no " + target + " ever comes by: write " + right);
        }
    }

    private static Optional<MessageType> messageOrAny(Word word) throws RuleProblem {
        return word.text().equalsIgnoreCase("any") ? Optional.empty() : Optional.of(message(word));
    }

    private static MessageType message(Word word) throws RuleProblem {
        return Arrays.stream(MessageType.values())
                .filter(type -> type.label().equalsIgnoreCase(word.text())
                        || type.title().equalsIgnoreCase(word.text()))
                .findFirst()
                .orElseThrow(() -> new RuleProblem(
                        "there is no message " + word + "; messages are K1 to K12, P1 to P12, S1, S2, E and any"));
    }

    private Act delay() throws RuleProblem {
        String sentence = "say how long: delay 2s K3 to tgs";
        Word time = words.next(sentence);
        try {
            return new Act.Delay(TimeText.span(time.text()));
        } catch (RealmProblem e) {
            throw new RuleProblem(sentence + ", where a time is a number with ms, s or m, and not " + time);
        }
    }

    private Change change(Target target) throws RuleProblem {
        if (words.take("flip")) {
            words.require("bit", "say which bit: edit " + target + " flip bit 100");
            return flip(target, words.number("a bit", "100"));
        }
        words.require("replace", "an edit flips a bit, or replaces a field: edit K3 to tgs replace ID_s with \"x\"");
        words.take("field");
        FieldInfo field = field(target);
        words.require("with", "say with what: edit " + target + " replace " + field.name() + " with \"x\"");
        return new Change.Replace(field.name(), content(field));
    }

    private Change flip(Target target, int bit) throws RuleProblem {
        if (words.take("of")) {
            return new Change.FlipBitOf(bit, field(target).name());
        } else if (bit < Change.LENGTH_BITS) {
            throw new RuleProblem("the first " + Change.LENGTH_BITS
                    + " bits are the frame's length, without which nobody finds its end; take a later one");
        }
        return new Change.FlipBit(bit);
    }

    private FieldInfo field(Target target) throws RuleProblem {
        MessageType type = target.type()
                .orElseThrow(() -> new RuleProblem("fields differ from message to message: name one instead of any"));
        return FieldText.field(
                type, words.next("say which field of " + target.message()).text());
    }

    private Bytes content(FieldInfo field) throws RuleProblem {
        if (words.take("hex")) {
            return FieldText.hex(
                    words.next("say which bytes, as in with hex 00ff").text());
        }
        Word text = words.next("say with what: \"x\" or hex 00ff");
        if (!text.quoted()) {
            throw new RuleProblem("write the new content in quotes, as in with \"" + text + "\"");
        }
        return FieldText.bytes(field, text.text());
    }

    private Act answer(Target target) throws RuleProblem {
        if (target.direction() == Direction.TO_CLIENT) {
            throw new RuleProblem("what goes to a server can be answered; what comes from one can be replaced: replace "
                    + target + " with 12");
        }
        words.require("with", "say with what: answer " + target + " with 12, or with last K2, or with error 37");
        if (!words.take("error")) {
            return new Act.Answer(pick());
        }
        int number = words.number("an error", "error 37");
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.number() == number)
                .findFirst()
                .map(Act.AnswerError::new)
                .orElseThrow(() -> new RuleProblem("there is no error " + number + "; docs/protocol.md has them all"));
    }

    private Pick pick() throws RuleProblem {
        if (words.take("last")) {
            return new Pick.Last(message(words.next("say the last of what: last K2")));
        }
        return new Pick.Numbered(words.number("a recorded frame", "12, or last K2"));
    }
}
