package hallpass.adversary.console;

import hallpass.adversary.rule.Rule;
import hallpass.adversary.rule.RuleException;
import hallpass.adversary.rule.RuleParser;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rules in a file, one to a line. Empty lines and those that begin with # say nothing. */
final class RuleScript {
    private static final int MAX_FILE = 64 * 1024;

    private RuleScript() {}

    /**
     * @throws RealmException if the file cannot be read, or for the first line that is no rule, with its number
     */
    static List<Rule> read(Path file) throws RealmException {
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
            } catch (RuleException e) {
                throw new RealmException(PrintableText.escape(file.toString()) + ", line " + number + ": "
                        + PrintableText.escape(e.sentence()) + ".");
            }
        }
        return rules;
    }
}
