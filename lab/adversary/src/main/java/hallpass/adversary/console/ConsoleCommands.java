package hallpass.adversary.console;

import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.adversary.rule.RecordedFrameReference;
import hallpass.adversary.rule.RuleException;
import hallpass.adversary.rule.RuleParser;
import hallpass.adversary.rule.RuleParser.SendRequest;
import hallpass.adversary.rule.RuleSet;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.console.UndecodedText;
import hallpass.crypto.SymmetricKey;
import hallpass.trace.DisplayWidth;
import hallpass.trace.PrintableText;
import hallpass.wire.Bytes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Executes the rules and commands typed on the adversary's console. Not thread-safe. */
final class ConsoleCommands {
    private static final int DEFAULT_LISTED = 20;
    private static final List<String> HELP = List.of(
            "A rule applies from now on; the first rule that matches a frame decides:",
            "  drop K4 from tgs            cut K5 to service          delay 2s K3 to tgs",
            "  repeat K5 to service        swap K4 from tgs           hold K3 to tgs",
            "  hold K3 to tgs until K1 to as",
            "  edit K4 from tgs flip bit 100        edit K3 to tgs flip bit 7 of ticket",
            "  edit K3 to tgs replace ID_s with \"x\"",
            "  replace K4 from tgs with 12          replace K4 from tgs with last K4",
            "  answer K1 to as with 2               answer K1 to as with error 6",
            "A rule may end with once, 2 times or always (the default). any matches all messages.",
            "Commands:",
            "  list, list 50, list all     the recorded frames: the last 20, 50, or all",
            "  show 12, show last K2       a frame byte by byte, decrypted with the known keys",
            "  rules                       the rules and their use counts",
            "  forget 1, forget all        removes rules",
            "  release, release 12         passes held frames on",
            "  send 12 to service          sends frames on a new connection; send 12 14 to service",
            "  key NAME HEX, keys          adds a key for decryption; lists all known keys",
            "  save FILE, load FILE        writes or reads a recording",
            "  help, quit");

    private final Recording recording;
    private final RuleSet rules;
    private final RealmConfig config;
    private final KnownKeys keys;
    private final Consumer<String> out;

    ConsoleCommands(Recording recording, RuleSet rules, RealmConfig config, Consumer<String> out) {
        this.recording = recording;
        this.rules = rules;
        this.config = config;
        this.keys = new KnownKeys(config.sealer(), recording);
        this.out = out;
    }

    /** Executes a line; returns false if it ends the program. */
    boolean execute(String input) {
        String line = input.strip();
        try {
            if (UndecodedText.isUndecoded(line)) {
                throw new RuleException("the line is not UTF-8; send it as UTF-8");
            }
            if (!line.isEmpty() && !line.startsWith("#")) {
                return dispatch(line);
            }
        } catch (RuleException e) {
            out.accept(PrintableText.escape(capitalised(e.sentence())) + ".");
        } catch (RealmException e) {
            out.accept(capitalised(e.description()));
        }
        return true;
    }

    private boolean dispatch(String line) throws RuleException, RealmException {
        if (RuleParser.isRule(line)) {
            out.accept("Rule " + rules.add(RuleParser.parse(line)) + ".");
            return true;
        }
        String[] words = line.split("\\s+", 2);
        String rest = words.length == 1 ? "" : words[1];
        switch (words[0].toLowerCase(Locale.ROOT)) {
            case "list" -> list(rest);
            case "show" -> show(rest);
            case "rules" -> rules();
            case "forget" -> forget(rest);
            case "release" -> release(rest);
            case "send" -> send(rest);
            case "key" -> key(rest);
            case "keys" -> keys();
            case "save" -> save(rest);
            case "load" -> load(rest);
            case "help", "?" -> HELP.forEach(out);
            case "quit", "exit" -> {
                return false;
            }
            default -> throw new RuleException("\"" + words[0] + "\" is neither a rule nor a command; type help");
        }
        return true;
    }

    private void list(String rest) throws RuleException {
        List<RecordedFrame> all = recording.all();
        int limit = rest.equals("all") ? all.size() : rest.isEmpty() ? DEFAULT_LISTED : number(rest, "list 50");
        if (all.isEmpty()) {
            out.accept("No frames recorded yet.");
        } else if (all.size() > limit) {
            out.accept("The last " + limit + " of " + all.size() + "; list all shows all.");
        }
        all.subList(Math.max(0, all.size() - limit), all.size())
                .forEach(recorded -> out.accept(RecordedFrameFormatter.summary(recorded)));
    }

    private void show(String rest) throws RuleException {
        RecordedFrameReference selector = RuleParser.parseSelector(rest);
        keys.collectKeys(recording.all());
        RecordedFrameFormatter.dump(resolve(selector), keys).forEach(out);
    }

    private RecordedFrame resolve(RecordedFrameReference selector) throws RuleException {
        return selector.find(recording).orElseThrow(() -> new RuleException("there is no frame " + selector));
    }

    private void rules() {
        if (rules.entries().isEmpty()) {
            out.accept("No rules: all frames pass and are recorded.");
        }
        for (RuleSet.Entry entry : rules.entries()) {
            out.accept(String.format(
                    Locale.ROOT,
                    "%4d  %s  (%s%s)",
                    entry.number(),
                    PrintableText.escape(entry.rule().text()),
                    frameCount(entry.matchedFrames()),
                    entry.isExhausted() ? ", done" : ""));
        }
        if (!rules.heldFrames().isEmpty()) {
            out.accept("Held: " + rules.heldFrames());
        }
    }

    private static String frameCount(int count) {
        return count == 1 ? "1 frame" : count + " frames";
    }

    private void forget(String rest) throws RuleException {
        if (rest.equals("all")) {
            rules.removeAll();
        } else if (!rules.remove(number(rest, "forget 1, or forget all"))) {
            throw new RuleException("there is no rule " + rest);
        }
        out.accept(
                rules.heldFrames().isEmpty()
                        ? "Forgotten."
                        : "Forgotten. Still held: " + rules.heldFrames() + "; type release to pass them on.");
    }

    private void release(String rest) throws RuleException {
        if (rest.isEmpty()) {
            out.accept("Released " + frameCount(rules.releaseAll()) + ".");
        } else if (rules.release(number(rest, "release 12, or release"))) {
            out.accept("Released 1 frame.");
        } else {
            throw new RuleException("frame " + rest + " is not held");
        }
    }

    private void send(String rest) throws RuleException, RealmException {
        SendRequest request = RuleParser.parseSendRequest(rest);
        List<RecordedFrame> chosen = new ArrayList<>();
        for (RecordedFrameReference selector : request.selectors()) {
            chosen.add(resolve(selector));
        }
        try (AdversaryConnection connection =
                AdversaryConnection.open(request.server(), config.address(request.server()), recording)) {
            for (RecordedFrame recorded : chosen) {
                out.accept(RecordedFrameFormatter.summary(connection.send(recorded.frame())));
            }
        }
    }

    private void key(String rest) throws RuleException {
        String[] words = rest.split("\\s+", -1);
        if (words.length != 2 || !words[1].matches("([0-9a-fA-F]{32}){1,2}")) {
            throw new RuleException("a key is one word and 32 or 64 hexadecimal digits: key K_c 00112233…");
        }
        SymmetricKey key = SymmetricKey.of(words[0], Bytes.ofHex(words[1]).toArray());
        int knownBefore = keys.all().size();
        keys.add(key);
        keys.collectKeys(recording.all());
        out.accept(countSealedParts(true) + " of " + countSealedParts(false) + " encrypted parts can be decrypted.");
        keys.all().stream()
                .skip(knownBefore + 1L)
                .forEach(found -> out.accept("Found: " + PrintableText.escape(found.label()) + "."));
    }

    private long countSealedParts(boolean openedOnly) {
        return recording.all().stream()
                .flatMap(recorded -> keys.inspect(recorded).stream())
                .filter(inspected -> !openedOnly || inspected.key().isPresent())
                .count();
    }

    private void keys() {
        keys.collectKeys(recording.all());
        if (keys.all().isEmpty()) {
            out.accept("No keys known. Add one with: key NAME HEX");
        }
        keys.all()
                .forEach(key -> out.accept("  " + DisplayWidth.pad(PrintableText.escape(key.label()), 24) + " "
                        + Bytes.of(key.exposeMaterial()).toHex()));
    }

    private void save(String rest) throws RuleException, RealmException {
        out.accept("Saved " + frameCount(RecordingFile.save(recording, path(rest))) + ".");
    }

    private void load(String rest) throws RuleException, RealmException {
        List<RecordedFrame> loaded = RecordingFile.load(path(rest), recording);
        out.accept("Loaded " + frameCount(loaded.size())
                + (loaded.isEmpty()
                        ? "."
                        : ": " + loaded.get(0).number() + " to "
                                + loaded.get(loaded.size() - 1).number() + "."));
    }

    private static Path path(String text) throws RuleException {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // Reported below.
        }
        throw new RuleException("give a file: save frames.rec, load frames.rec");
    }

    private static int number(String text, String example) throws RuleException {
        if (!text.matches("[0-9]{1,9}")) {
            throw new RuleException("give a number: " + example);
        }
        return Integer.parseInt(text);
    }

    private static String capitalised(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }
}
