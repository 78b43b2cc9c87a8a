package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Tale;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A matrix in lines of 80 columns: for each attack, how it ended in a classic realm, what stops it, and all together. */
public final class MatrixText {
    private static final String FORMAT = "%-4s %-32s %-10s %-18s %s";
    private static final int NAMES = 18;

    private MatrixText() {}

    public static List<String> lines(Matrix matrix) {
        List<String> lines = new ArrayList<>();
        lines.add(FORMAT.formatted("ID", "ATTACK", "CLASSIC", "STOPPED BY", "HARDENED"));
        for (Attack attack : matrix.attacks()) {
            String classic = matrix.cell(attack, GuardSet.CLASSIC).outcome().cell();
            String hardened = matrix.cell(attack, GuardSet.HARDENED).outcome().cell();
            List<String> stops = Tale.wrap(stops(matrix, attack), NAMES);
            lines.add(FORMAT.formatted(attack.id(), attack.title(), classic, stops.get(0), hardened));
            stops.subList(1, stops.size())
                    .forEach(more ->
                            lines.add(FORMAT.formatted("", "", "", more, "").stripTrailing()));
        }
        return lines;
    }

    private static String stops(Matrix matrix, Attack attack) {
        String names = matrix.row(attack).stream()
                .filter(cell -> cell.set().guards().size() == 1 && cell.isStopped())
                .map(cell -> cell.set().name())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "no guard" : names;
    }

    /** What was not as the attacks say, a line each. */
    public static List<String> surprises(Matrix matrix) {
        return matrix.surprises().stream()
                .map(cell -> "%s against %s: %s (%s)"
                        .formatted(
                                cell.attack().id(),
                                cell.set().name(),
                                cell.outcome().cell(),
                                cell.outcome().evidence()))
                .toList();
    }
}
