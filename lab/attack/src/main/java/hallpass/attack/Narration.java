package hallpass.attack;

import hallpass.trace.PrintableText;
import hallpass.trace.TerminalStyle;
import hallpass.trace.TerminalStyle.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells an attack to whoever watches: numbered steps, sentences, and bytes, in lines of at most 80 columns. */
public final class Narration {
    /** For those who only want to know how it ends. */
    public static final Narration SILENT = new Narration(line -> {}, TerminalStyle.PLAIN);

    private static final int COLUMNS = 80;
    private static final String INDENT = "   ";

    private final Consumer<String> out;
    private final TerminalStyle style;
    private int steps;

    public Narration(Consumer<String> out, TerminalStyle style) {
        this.out = out;
        this.style = style;
    }

    /** What happens next, in one line. */
    public void step(String title) {
        steps++;
        out.accept("");
        List<String> lines = wrap(steps + ". " + title, COLUMNS - INDENT.length());
        out.accept(style.colour(Colour.MESSAGE, lines.get(0)));
        lines.subList(1, lines.size()).forEach(line -> out.accept(style.colour(Colour.MESSAGE, INDENT + line)));
    }

    /** A paragraph. */
    public void paragraph(String text) {
        wrap(PrintableText.escape(text), COLUMNS - INDENT.length()).forEach(line -> out.accept(INDENT + line));
    }

    /** Lines that stay as they are: bytes, tables. */
    public void verbatim(List<String> lines) {
        lines.forEach(line -> out.accept(INDENT + INDENT + line));
    }

    /** What a reader can type into a shell, in a folder where files may be made: from the first column, to be copied. */
    public void commands(List<String> lines) {
        out.accept("");
        lines.forEach(out);
    }

    /** What the commands before it print. */
    public void output(List<String> lines) {
        out.accept("");
        lines.forEach(out);
    }

    /** What a server or a client told of it, as it stands. */
    public void trace(List<String> lines) {
        lines.forEach(line -> out.accept(style.colour(Colour.FAINT, line)));
    }

    /** Cut at spaces. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", 0)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
