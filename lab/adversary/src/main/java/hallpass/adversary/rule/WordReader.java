package hallpass.adversary.rule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the words of a line in order. A quoted text is one word. */
final class WordReader {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"(?=\\s|$)|([^\\s\"]+)(?=\\s|$)");

    private final Deque<Word> words = new ArrayDeque<>();

    /** A word, and whether it was quoted. */
    record Word(String text, boolean quoted) {
        /** The word as it was written. */
        @Override
        public String toString() {
            return quoted ? "\"" + text + "\"" : text;
        }
    }

    private WordReader() {}

    static WordReader of(String line) throws RuleException {
        WordReader words = new WordReader();
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

    private static void requireSpace(String between) throws RuleException {
        if (!between.isBlank()) {
            throw new RuleException(
                    "a quote is not closed, or is not separated by a space; write texts as \"this one\"");
        }
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** Consumes the next word. */
    Word next(String errorIfMissing) throws RuleException {
        if (words.isEmpty()) {
            throw new RuleException(errorIfMissing);
        }
        return words.remove();
    }

    /** Consumes the next word if it is the given one, and returns whether it is. */
    boolean accept(String wanted) {
        boolean found = !words.isEmpty()
                && !words.peek().quoted()
                && words.peek().text().equalsIgnoreCase(wanted);
        if (found) {
            words.remove();
        }
        return found;
    }

    void expect(String wanted, String errorIfMissing) throws RuleException {
        if (!accept(wanted)) {
            throw new RuleException(errorIfMissing);
        }
    }

    /** Consumes the next word, which must be a number. */
    int number(String what, String example) throws RuleException {
        String sentence = what + " is a whole number, such as " + example;
        Word word = next(sentence);
        if (word.quoted() || !word.text().matches("[0-9]{1,9}")) {
            throw new RuleException(sentence + ", not " + word);
        }
        return Integer.parseInt(word.text());
    }

    @Override
    public String toString() {
        return String.join(" ", words.stream().map(Word::toString).toList());
    }
}
