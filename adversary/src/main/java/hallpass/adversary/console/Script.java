package hallpass.adversary.console;

import hallpass.adversary.rule.Rule;
import hallpass.adversary.rule.RuleParser;
import hallpass.adversary.rule.RuleProblem;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rules in a file, one to a line. Empty lines and those that begin with # say nothing. */
final class Script {
    private static final int MAX_FILE = 64 * 1024;

    private Script() {}

    /**
     * @throws RealmProblem if the file cannot be read, or for the first line that is no rule, with its number
     */
    static List<Rule> read(Path file) throws RealmProblem {
        String text = new String(PrivateFiles.read(file, MAX_FILE), StandardCharsets.UTF_8);
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            try {
                rules.add(RuleParser.parse(line));
            } catch (RuleProblem e) {
                throw new RealmProblem(
                        Printable.of(file.toString()) + ", line " + number + ": " + Printable.of(e.sentence()) + ".");
            }
        }
        return rules;
    }
}
