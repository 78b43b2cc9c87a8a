package hallpass.adversary.rule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one line, from the first to the last. What stands in quotes is one word. */
final class Words {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"(?=\\s|$)|([^\\s\"]+)(?=\\s|$)");

    private final Deque<Word> words = new ArrayDeque<>();

    /** A word, and whether it stood in quotes. */
    record Word(String text, boolean quoted) {
        /** As it may be shown to whoever wrote it. */
        @Override
        public String toString() {
            return quoted ? "\"" + text + "\"" : text;
        }
    }

    private Words() {}

    static Words of(String line) throws RuleProblem {
        Words words = new Words();
        Matcher matcher = WORD.matcher(line.strip());
        int end = 0;
        while (matcher.find()) {
            requireSpace(line.strip().substring(end, matcher.start()));
            Optional<String> quoted = Optional.ofNullable(matcher.group(1));
            words.words.add(new Word(quoted.orElseGet(matcher::group), quoted.isPresent()));
            end = matcher.end();
        }
        requireSpace(line.strip().substring(end));
        return words;
    }

    private static void requireSpace(String between) throws RuleProblem {
        if (!between.isBlank()) {
            throw new RuleProblem(
                    "a quote is not closed, or something stands right beside one; write texts as \"this one\"");
        }
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** The next one, which then is done with. */
    Word next(String otherwise) throws RuleProblem {
        if (words.isEmpty()) {
            throw new RuleProblem(otherwise);
        }
        return words.remove();
    }

    /** Whether the next one is this; then it is done with. */
    boolean take(String wanted) {
        boolean there = !words.isEmpty()
                && !words.peek().quoted()
                && words.peek().text().equalsIgnoreCase(wanted);
        if (there) {
            words.remove();
        }
        return there;
    }

    void require(String wanted, String otherwise) throws RuleProblem {
        if (!take(wanted)) {
            throw new RuleProblem(otherwise);
        }
    }

    /** The next one as a number. */
    int number(String what, String example) throws RuleProblem {
        String sentence = what + " is a whole number, such as " + example;
        Word word = next(sentence);
        if (word.quoted() || !word.text().matches("[0-9]{1,9}")) {
            throw new RuleProblem(sentence + ", and not " + word);
        }
        return Integer.parseInt(word.text());
    }

    @Override
    public String toString() {
        return String.join(" ", words.stream().map(Word::toString).toList());
    }
}
