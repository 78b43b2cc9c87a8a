package hallpass.adversary.console;

import hallpass.adversary.rule.Rule;
import hallpass.adversary.rule.RuleException;
import hallpass.adversary.rule.RuleParser;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.TextFiles;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a file of rules, one on each line. Blank lines and lines that begin with # are ignored. */
final class RuleScript {
    private static final int MAX_FILE = 64 * 1024;

    private RuleScript() {}

    /** @throws RealmException if the file is unreadable or a line is not a rule */
    static List<Rule> read(Path file) throws RealmException {
        String text = TextFiles.read(file, MAX_FILE);
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            try {
                rules.add(RuleParser.parse(line));
            } catch (RuleException e) {
                throw new RealmException(
                        RealmError.INVALID_SETTING,
                        file.toString(),
                        PrintableText.escape(file.toString()) + ", line " + number + ": "
                                + PrintableText.escape(e.sentence()) + ".");
            }
        }
        return rules;
    }
}
