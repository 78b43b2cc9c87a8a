package hallpass.attack.matrix;

import hallpass.attack.Attack;
import java.util.List;

/** What came of each attack on each realm. */
public record Matrix(List<Attack> attacks, List<GuardSet> sets, List<Cell> cells) {
    public Matrix {
        attacks = List.copyOf(attacks);
        sets = List.copyOf(sets);
        cells = List.copyOf(cells);
    }

    public Cell cell(Attack attack, GuardSet set) {
        return cells.stream()
                .filter(cell ->
                        cell.attack().id().equals(attack.id()) && cell.set().equals(set))
                .findFirst()
                .orElseThrow();
    }

    /** In the order of the columns. */
    public List<Cell> row(Attack attack) {
        return sets.stream().map(set -> cell(attack, set)).toList();
    }

    /** Those that are not what the attacks say of their guards. */
    public List<Cell> surprises() {
        return cells.stream().filter(cell -> !cell.isAsItShouldBe()).toList();
    }
}
