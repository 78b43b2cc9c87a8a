package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Outcome;
import hallpass.attack.Verdict;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmTemplate;
import hallpass.protocol.Guard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Renders a matrix as one HTML page without scripts, fonts or network access. */
public final class MatrixHtml {
    private final AttackMatrix matrix;
    private final StringBuilder page = new StringBuilder();

    private MatrixHtml(AttackMatrix matrix) {
        this.matrix = matrix;
    }

    public static String of(AttackMatrix matrix) throws RealmException {
        MatrixHtml html = new MatrixHtml(matrix);
        html.head();
        html.legend();
        html.table();
        html.descriptions();
        html.page.append("</main>\n</body>\n</html>\n");
        return html.page.toString();
    }

    private void head() {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Hallpass: attacks and guards</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>Attacks and guards</h1>\n<p class=\"lead\">")
                .append(escape(leadText()))
                .append("</p>\n");
    }

    private String leadText() {
        long classic = count(GuardSet.CLASSIC);
        long hardened = count(GuardSet.HARDENED);
        return matrix.attacks().size()
                + " attacks, each run over sockets against a realm with the guards of each column. "
                + classic + " succeed without guards; " + hardened
                + (hardened == 1 ? " succeeds" : " succeed")
                + " with all guards. An outcome is what the victim did: a note read in her name, a "
                + "token accepted, a forged answer believed.";
    }

    private long count(GuardSet guardSet) {
        return matrix.attacks().stream()
                .filter(attack -> matrix.cell(attack, guardSet).isSuccess())
                .count();
    }

    private void table() {
        page.append("<div class=\"scroll\">\n<table>\n<thead>\n<tr><th class=\"name\" scope=\"col\">attack</th>");
        for (GuardSet guardSet : matrix.guardSets()) {
            page.append("<th scope=\"col\" class=\"")
                    .append(cssClass(guardSet))
                    .append("\"><span>")
                    .append(escape(guardSet.name()))
                    .append("</span></th>");
        }
        page.append("</tr>\n</thead>\n<tbody>\n");
        matrix.attacks().forEach(this::row);
        page.append("</tbody>\n</table>\n</div>\n");
    }

    private static String cssClass(GuardSet guardSet) {
        return guardSet.guards().size() == 1 ? "one" : "many";
    }

    private void row(Attack attack) {
        page.append("<tr class=\"")
                .append(startsFamily(attack) ? "family" : "")
                .append("\"><th class=\"name\" scope=\"row\"><a href=\"#")
                .append(escape(attack.id()))
                .append("\"><b>")
                .append(escape(attack.id()))
                .append("</b> ")
                .append(escape(attack.title()))
                .append("</a></th>");
        matrix.row(attack).forEach(this::cell);
        page.append("</tr>\n");
    }

    /** The first letter of an id is the family of the attack. */
    private boolean startsFamily(Attack attack) {
        int before = matrix.attacks().indexOf(attack) - 1;
        return before >= 0
                && matrix.attacks().get(before).id().charAt(0) != attack.id().charAt(0);
    }

    private void cell(MatrixCell cell) {
        Outcome outcome = cell.outcome();
        page.append("<td class=\"")
                .append(cssClass(outcome.verdict()))
                .append(' ')
                .append(cssClass(cell.guardSet()))
                .append(cell.agreesWithGuards() ? "" : " surprise")
                .append("\" title=\"")
                .append(escape(cell.attack().id() + ", " + cell.guardSet().name() + ": " + outcome.evidence()))
                .append("\">")
                .append(cellContent(outcome))
                .append("</td>");
    }

    private static String cssClass(Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> "bad";
            case REFUSED, NO_EFFECT -> "good";
            case NOT_TRIED -> "none";
        };
    }

    /**
     * Each outcome has a symbol as well as a colour, for readers who cannot distinguish colours.
     */
    private static String cellContent(Outcome outcome) {
        return switch (outcome.verdict()) {
            case SUCCEEDED -> "<b>&#x2717;</b><small class=\"said\">succeeded</small>";
            case REFUSED ->
                "<b>" + outcome.code().map(code -> code.number()).orElse(0) + "</b><small>"
                        + escape(outcome.refusedBy().map(by -> by.id()).orElse("")) + "</small>";
            case NO_EFFECT -> "<b>&#x2713;</b><small>nothing</small>";
            case NOT_TRIED -> "<b>&#x2013;</b><small class=\"said\">not tried</small>";
        };
    }

    private void legend() {
        page.append("<p class=\"legend\"><span class=\"bad\">&#x2717;</span> the attack succeeded. ")
                .append("<span class=\"good\">31</span> refused with this code by the party below it. ")
                .append("<span class=\"good\">&#x2713;</span> not refused, but nothing gained. ")
                .append("&#x2013; not tried: the guard changes nothing for the servers under attack. ")
                .append("Hover over a cell for details.</p>\n");
    }

    private void descriptions() throws RealmException {
        page.append("<h2>The attacks</h2>\n");
        for (Attack attack : matrix.attacks()) {
            page.append("<section id=\"")
                    .append(escape(attack.id()))
                    .append("\">\n<h3>")
                    .append(escape(attack.id() + " " + attack.title()))
                    .append("</h3>\n<p>")
                    .append(escape(attack.description().idea()))
                    .append("</p>\n");
            list("Requirements", attack.description().requirements());
            list("Realm settings", attack.realmSettingLines());
            arithmetic(attack);
            list("Stopped by", attack.guards().stream().sorted().map(Guard::id).toList());
            list("Remarks", attack.remarks());
            list("References", attack.description().references());
            page.append("</section>\n");
        }
    }

    private void arithmetic(Attack attack) throws RealmException {
        RealmConfig realm =
                RealmConfig.parse(RealmTemplate.render(0, attack.realmSettings(Set.of())), "an attack's realm");
        List<String> lines = attack.explanation(realm);
        if (!lines.isEmpty()) {
            page.append("<pre>").append(escape(String.join("\n", lines))).append("</pre>\n");
        }
    }

    private void list(String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        page.append("<h4>").append(escape(title)).append("</h4>\n<ul>");
        items.forEach(item -> page.append("<li>").append(escape(item)).append("</li>"));
        page.append("</ul>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(MatrixHtml.class.getResourceAsStream("matrix.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style sheet is part of the jar", e);
        }
    }
}
