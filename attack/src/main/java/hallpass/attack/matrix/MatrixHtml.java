package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Outcome;
import hallpass.attack.Verdict;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A matrix as one page that needs nothing else: no script, no font, nothing from any network. */
public final class MatrixHtml {
    private final Matrix matrix;
    private final StringBuilder page = new StringBuilder();

    private MatrixHtml(Matrix matrix) {
        this.matrix = matrix;
    }

    public static String of(Matrix matrix) throws RealmProblem {
        MatrixHtml html = new MatrixHtml(matrix);
        html.head();
        html.legend();
        html.table();
        html.cards();
        html.page.append("</main>\n</body>\n</html>\n");
        return html.page.toString();
    }

    private void head() {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Hallpass: attacks and guards</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>Attacks and guards</h1>\n<p class=\"lead\">")
                .append(text(sentence()))
                .append("</p>\n");
    }

    private String sentence() {
        long classic = count(GuardSet.CLASSIC);
        long hardened = count(GuardSet.HARDENED);
        return matrix.attacks().size() + " attacks, each really tried over sockets against a realm of each column. "
                + classic + " succeed where no guard is; " + hardened
                + (hardened == 1 ? " succeeds" : " succeed") + " where all are. What counts is what the "
                + "victim did: a note read in her name, a token accepted, a false answer believed.";
    }

    private long count(GuardSet set) {
        return matrix.attacks().stream()
                .filter(attack -> matrix.cell(attack, set).isSuccess())
                .count();
    }

    private void table() {
        page.append("<div class=\"scroll\">\n<table>\n<thead>\n<tr><th class=\"name\" scope=\"col\">attack</th>");
        for (GuardSet set : matrix.sets()) {
            page.append("<th scope=\"col\" class=\"")
                    .append(kind(set))
                    .append("\"><span>")
                    .append(text(set.name()))
                    .append("</span></th>");
        }
        page.append("</tr>\n</thead>\n<tbody>\n");
        matrix.attacks().forEach(this::row);
        page.append("</tbody>\n</table>\n</div>\n");
    }

    private static String kind(GuardSet set) {
        return set.guards().size() == 1 ? "one" : "many";
    }

    private void row(Attack attack) {
        page.append("<tr class=\"")
                .append(isFirstOfItsFamily(attack) ? "family" : "")
                .append("\"><th class=\"name\" scope=\"row\"><a href=\"#")
                .append(text(attack.id()))
                .append("\"><b>")
                .append(text(attack.id()))
                .append("</b> ")
                .append(text(attack.title()))
                .append("</a></th>");
        matrix.row(attack).forEach(this::cell);
        page.append("</tr>\n");
    }

    /** The first letter of an id tells what an attack is about. */
    private boolean isFirstOfItsFamily(Attack attack) {
        int before = matrix.attacks().indexOf(attack) - 1;
        return before >= 0
                && matrix.attacks().get(before).id().charAt(0) != attack.id().charAt(0);
    }

    private void cell(Cell cell) {
        Outcome outcome = cell.outcome();
        page.append("<td class=\"")
                .append(kind(outcome.verdict()))
                .append(' ')
                .append(kind(cell.set()))
                .append(cell.isAsItShouldBe() ? "" : " surprise")
                .append("\" title=\"")
                .append(text(cell.attack().id() + ", " + cell.set().name() + ": " + outcome.evidence()))
                .append("\">")
                .append(shown(outcome))
                .append("</td>");
    }

    private static String kind(Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> "bad";
            case REFUSED, NOTHING -> "good";
            case NOT_TRIED -> "none";
        };
    }

    /** A sign besides the colour, for those who do not see colours. */
    private static String shown(Outcome outcome) {
        return switch (outcome.verdict()) {
            case SUCCEEDED -> "<b>&#x2717;</b><small class=\"said\">succeeded</small>";
            case REFUSED ->
                "<b>" + outcome.code().map(code -> code.number()).orElse(0) + "</b><small>"
                        + text(outcome.by().map(by -> by.id()).orElse("")) + "</small>";
            case NOTHING -> "<b>&#x2713;</b><small>nothing</small>";
            case NOT_TRIED -> "<b>&#x2013;</b><small class=\"said\">not tried</small>";
        };
    }

    private void legend() {
        page.append("<p class=\"legend\"><span class=\"bad\">&#x2717;</span> the attack succeeded. ")
                .append("<span class=\"good\">31</span> refused with this code, by whom it says. ")
                .append("<span class=\"good\">&#x2713;</span> nobody refused, and there was nothing to get. ")
                .append("&#x2013; not tried: the guard is for the other door alone. ")
                .append("Rest on a cell to read what happened.</p>\n");
    }

    private void cards() throws RealmProblem {
        page.append("<h2>The attacks</h2>\n");
        for (Attack attack : matrix.attacks()) {
            page.append("<section id=\"")
                    .append(text(attack.id()))
                    .append("\">\n<h3>")
                    .append(text(attack.id() + " " + attack.title()))
                    .append("</h3>\n<p>")
                    .append(text(attack.card().idea()))
                    .append("</p>\n");
            list("It needs", attack.card().needs());
            list("Its realm has", attack.realm());
            arithmetic(attack);
            list("Stopped by", attack.guards().stream().sorted().map(Guard::id).toList());
            list("Besides", attack.remarks());
            list("Sources", attack.card().sources());
            page.append("</section>\n");
        }
    }

    private void arithmetic(Attack attack) throws RealmProblem {
        RealmConfig realm = RealmConfig.parse(RealmTemplate.render(0, attack.settings(Set.of())), "an attack's realm");
        List<String> lines = attack.arithmetic(realm);
        if (!lines.isEmpty()) {
            page.append("<pre>").append(text(String.join("\n", lines))).append("</pre>\n");
        }
    }

    private void list(String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        page.append("<h4>").append(text(title)).append("</h4>\n<ul>");
        items.forEach(item -> page.append("<li>").append(text(item)).append("</li>"));
        page.append("</ul>\n");
    }

    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(MatrixHtml.class.getResourceAsStream("matrix.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the page's style is in the jar", e);
        }
    }
}
