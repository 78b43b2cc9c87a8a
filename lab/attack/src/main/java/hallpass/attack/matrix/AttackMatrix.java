package hallpass.attack.matrix;

import hallpass.attack.Attack;
import java.util.List;

/** The outcome of every attack in every realm. */
public record AttackMatrix(List<Attack> attacks, List<GuardSet> guardSets, List<MatrixCell> cells) {
    public AttackMatrix {
        attacks = List.copyOf(attacks);
        guardSets = List.copyOf(guardSets);
        cells = List.copyOf(cells);
    }

    public MatrixCell cell(Attack attack, GuardSet guardSet) {
        return cells.stream()
                .filter(cell -> cell.attack().id().equals(attack.id())
                        && cell.guardSet().equals(guardSet))
                .findFirst()
                .orElseThrow();
    }

    /** The cells of an attack, in the order of the columns. */
    public List<MatrixCell> row(Attack attack) {
        return guardSets.stream().map(guardSet -> cell(attack, guardSet)).toList();
    }

    /** The cells that contradict the attack's description. */
    public List<MatrixCell> unexpectedCells() {
        return cells.stream().filter(cell -> !cell.agreesWithGuards()).toList();
    }
}
