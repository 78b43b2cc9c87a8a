package hallpass.attack;

import hallpass.trace.PrintableText;
import hallpass.trace.TerminalStyle;
import hallpass.trace.TerminalStyle.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Prints the steps of an attack in lines of at most 80 columns. */
public final class Narration {
    /** Prints nothing. */
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

    /** Begins a numbered step. */
    public void step(String title) {
        steps++;
        out.accept("");
        List<String> lines = wrap(steps + ". " + title, COLUMNS - INDENT.length());
        out.accept(style.colour(Colour.MESSAGE, lines.get(0)));
        lines.subList(1, lines.size()).forEach(line -> out.accept(style.colour(Colour.MESSAGE, INDENT + line)));
    }

    public void paragraph(String text) {
        wrap(PrintableText.escape(text), COLUMNS - INDENT.length()).forEach(line -> out.accept(INDENT + line));
    }

    /** Prints bytes or a table unchanged. */
    public void verbatim(List<String> lines) {
        lines.forEach(line -> out.accept(INDENT + INDENT + line));
    }

    /** Prints shell commands without indentation, so that they can be copied. */
    public void commands(List<String> lines) {
        out.accept("");
        lines.forEach(out);
    }

    /** Prints the output of the preceding commands. */
    public void output(List<String> lines) {
        out.accept("");
        lines.forEach(out);
    }

    /** Prints trace lines of a server or client. */
    public void trace(List<String> lines) {
        lines.forEach(line -> out.accept(style.colour(Colour.FAINT, line)));
    }

    /** Breaks a text into lines at spaces. */
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
