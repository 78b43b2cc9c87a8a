package hallpass.adversary.console;

import hallpass.adversary.Passing;
import hallpass.adversary.Recording;
import hallpass.adversary.rule.Pick;
import hallpass.adversary.rule.RuleBook;
import hallpass.adversary.rule.RuleParser;
import hallpass.adversary.rule.RuleParser.Sending;
import hallpass.adversary.rule.RuleProblem;
import hallpass.crypto.SymmetricKey;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import hallpass.wire.Bytes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What a person can tell the adversary while it stands there: a rule, or one of these commands. Used by one thread. */
final class Commands {
    private static final int LISTED = 20;
    private static final List<String> HELP = List.of(
            "A rule, which holds from now on; the first that fits a frame decides:",
            "  drop K4 from tgs            cut K5 to service          delay 2s K3 to tgs",
            "  repeat K5 to service        swap K4 from tgs           hold K3 to tgs",
            "  hold K3 to tgs until K1 to as",
            "  edit K4 from tgs flip bit 100        edit K3 to tgs flip bit 7 of ticket",
            "  edit K3 to tgs replace ID_s with \"x\"",
            "  replace K4 from tgs with 12          replace K4 from tgs with last K4",
            "  answer K1 to as with 2               answer K1 to as with error 6",
            "with once, 2 times or always (as without it) at its end; any stands for all messages.",
            "Commands:",
            "  list, list 50, list all     what came by: the last 20, more, all",
            "  show 12, show last K2       a frame byte by byte, with what known keys open",
            "  rules, forget 1, forget all what holds, and how often it did something",
            "  release, release 12         lets what is held go",
            "  send 12 to service          on a connection of its own; send 12 14 to service",
            "  key NAME HEX, keys          a key to open things with; those given and won",
            "  save FILE, load FILE        the recording",
            "  help, quit");

    private final Recording recording;
    private final RuleBook rules;
    private final RealmConfig config;
    private final KnownKeys keys;
    private final Consumer<String> out;

    Commands(Recording recording, RuleBook rules, RealmConfig config, Consumer<String> out) {
        this.recording = recording;
        this.rules = rules;
        this.config = config;
        this.keys = new KnownKeys(config.seals(), recording);
        this.out = out;
    }

    /** Does what a line says; whether there may be another one. */
    boolean run(String typed) {
        String line = typed.strip();
        try {
            if (!line.isEmpty() && !line.startsWith("#")) {
                return dispatch(line);
            }
        } catch (RuleProblem e) {
            out.accept(Printable.of(capitalised(e.sentence())) + ".");
        } catch (RealmProblem e) {
            out.accept(capitalised(e.sentence()));
        }
        return true;
    }

    private boolean dispatch(String line) throws RuleProblem, RealmProblem {
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
            default -> throw new RuleProblem("\"" + words[0] + "\" is neither a rule nor a command; help shows them");
        }
        return true;
    }

    private void list(String rest) throws RuleProblem {
        List<Passing> all = recording.all();
        int most = rest.equals("all") ? all.size() : rest.isEmpty() ? LISTED : number(rest, "list 50");
        if (all.isEmpty()) {
            out.accept("Nothing came by yet.");
        } else if (all.size() > most) {
            out.accept("The last " + most + " of " + all.size() + "; list all shows all.");
        }
        all.subList(Math.max(0, all.size() - most), all.size()).forEach(passing -> out.accept(FrameText.line(passing)));
    }

    private void show(String rest) throws RuleProblem {
        Pick pick = RuleParser.pick(rest);
        keys.study(recording.all());
        FrameText.bytes(found(pick), keys).forEach(out);
    }

    private Passing found(Pick pick) throws RuleProblem {
        return pick.from(recording).orElseThrow(() -> new RuleProblem("there is no frame " + pick));
    }

    private void rules() {
        if (rules.all().isEmpty()) {
            out.accept("There is no rule: everything passes, and is recorded.");
        }
        for (RuleBook.Entry entry : rules.all()) {
            out.accept("%4d  %s  (%s%s)"
                    .formatted(
                            entry.number(),
                            Printable.of(entry.rule().text()),
                            frames(entry.taken()),
                            entry.isDone() ? ", done" : ""));
        }
        if (!rules.held().isEmpty()) {
            out.accept("Held: " + rules.held());
        }
    }

    private static String frames(int count) {
        return count == 1 ? "1 frame" : count + " frames";
    }

    private void forget(String rest) throws RuleProblem {
        if (rest.equals("all")) {
            rules.forgetAll();
        } else if (!rules.forget(number(rest, "forget 1, or forget all"))) {
            throw new RuleProblem("there is no rule " + rest);
        }
        out.accept(
                rules.held().isEmpty()
                        ? "Forgotten."
                        : "Forgotten. Still held: " + rules.held() + "; release lets them go.");
    }

    private void release(String rest) throws RuleProblem {
        if (rest.isEmpty()) {
            out.accept("Released " + frames(rules.releaseAll()) + ".");
        } else if (rules.release(number(rest, "release 12, or release"))) {
            out.accept("Released 1 frame.");
        } else {
            throw new RuleProblem("frame " + rest + " is not held");
        }
    }

    private void send(String rest) throws RuleProblem, RealmProblem {
        Sending sending = RuleParser.sending(rest);
        List<Passing> chosen = new ArrayList<>();
        for (Pick pick : sending.picks()) {
            chosen.add(found(pick));
        }
        try (OwnConnection connection =
                OwnConnection.to(sending.server(), config.address(sending.server()), recording)) {
            for (Passing passing : chosen) {
                out.accept(FrameText.line(connection.ask(passing.frame())));
            }
        }
    }

    private void key(String rest) throws RuleProblem {
        String[] words = rest.split("\\s+", -1);
        if (words.length != 2 || !words[1].matches("([0-9a-fA-F]{32}){1,2}")) {
            throw new RuleProblem("a key has a name of one word and 32 or 64 hexadecimal digits: key K_c 00112233…");
        }
        SymmetricKey key = SymmetricKey.of(words[0], Bytes.ofHex(words[1]).toArray());
        int before = keys.all().size();
        keys.add(key);
        keys.study(recording.all());
        out.accept("Of " + sealed(false) + " sealed parts that came by, " + sealed(true) + " are open now.");
        keys.all().stream().skip(before + 1L).forEach(won -> out.accept("Won: " + Printable.of(won.label()) + "."));
    }

    private long sealed(boolean open) {
        return recording.all().stream()
                .flatMap(passing -> keys.look(passing).stream())
                .filter(looked -> !open || looked.key().isPresent())
                .count();
    }

    private void keys() {
        keys.study(recording.all());
        if (keys.all().isEmpty()) {
            out.accept("No key is known. Give one with: key NAME HEX");
        }
        keys.all()
                .forEach(key -> out.accept("  %-24s %s"
                        .formatted(
                                Printable.of(key.label()),
                                Bytes.of(key.exposeMaterial()).toHex())));
    }

    private void save(String rest) throws RuleProblem, RealmProblem {
        out.accept("Saved " + frames(RecordingFile.save(recording, path(rest))) + ".");
    }

    private void load(String rest) throws RuleProblem, RealmProblem {
        List<Passing> loaded = RecordingFile.load(path(rest), recording);
        out.accept("Loaded " + frames(loaded.size())
                + (loaded.isEmpty()
                        ? "."
                        : ": " + loaded.get(0).number() + " to "
                                + loaded.get(loaded.size() - 1).number() + "."));
    }

    private static Path path(String text) throws RuleProblem {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new RuleProblem("say which file: save frames.rec, load frames.rec");
    }

    private static int number(String text, String example) throws RuleProblem {
        if (!text.matches("[0-9]{1,9}")) {
            throw new RuleProblem("say which one by its number: " + example);
        }
        return Integer.parseInt(text);
    }

    private static String capitalised(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }
}
