package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Narration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Renders a matrix in lines of 80 columns: for each attack its outcome without guards, the guards
 * that stop it, and its outcome with all guards.
 */
public final class MatrixText {
    private static final String FORMAT = "%-4s %-32s %-10s %-18s %s";
    private static final int GUARDS_WIDTH = 18;

    private MatrixText() {}

    public static List<String> lines(AttackMatrix matrix) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, FORMAT, "ID", "ATTACK", "CLASSIC", "STOPPED BY", "HARDENED"));
        for (Attack attack : matrix.attacks()) {
            String classic = matrix.cell(attack, GuardSet.CLASSIC).outcome().summary();
            String hardened = matrix.cell(attack, GuardSet.HARDENED).outcome().summary();
            List<String> guardLines = Narration.wrap(stoppingGuards(matrix, attack), GUARDS_WIDTH);
            lines.add(String.format(
                    Locale.ROOT, FORMAT, attack.id(), attack.title(), classic, guardLines.get(0), hardened));
            guardLines
                    .subList(1, guardLines.size())
                    .forEach(more -> lines.add(String.format(Locale.ROOT, FORMAT, "", "", "", more, "")
                            .stripTrailing()));
        }
        return lines;
    }

    private static String stoppingGuards(AttackMatrix matrix, Attack attack) {
        String names = matrix.row(attack).stream()
                .filter(cell -> cell.guardSet().guards().size() == 1 && cell.isStopped())
                .map(cell -> cell.guardSet().name())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "no guard" : names;
    }

    /** One line for each outcome that contradicts the attack's description. */
    public static List<String> unexpectedLines(AttackMatrix matrix) {
        return matrix.unexpectedCells().stream()
                .map(cell -> String.format(
                        Locale.ROOT,
                        "%s against %s: %s (%s)",
                        cell.attack().id(),
                        cell.guardSet().name(),
                        cell.outcome().summary(),
                        cell.outcome().evidence()))
                .toList();
    }
}
