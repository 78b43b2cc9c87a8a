package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Outcome;
import hallpass.protocol.Guard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Renders a matrix as JSON. */
public final class MatrixJson {
    private MatrixJson() {}

    public static Map<String, Object> of(AttackMatrix matrix) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sets", matrix.guardSets().stream().map(MatrixJson::guardSet).toList());
        fields.put(
                "attacks",
                matrix.attacks().stream().map(attack -> attack(matrix, attack)).toList());
        return fields;
    }

    private static Map<String, Object> guardSet(GuardSet guardSet) {
        // A fixed order: the order of Map.of differs from process to process.
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", guardSet.name());
        fields.put("guards", names(guardSet.guards()));
        return fields;
    }

    private static List<String> names(Set<Guard> guards) {
        return guards.stream().sorted().map(Guard::id).toList();
    }

    private static Map<String, Object> attack(AttackMatrix matrix, Attack attack) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", attack.id());
        fields.put("title", attack.title());
        fields.put("idea", attack.description().idea());
        fields.put("guards", names(attack.guards()));
        fields.put("outcomes", matrix.row(attack).stream().map(MatrixJson::cell).toList());
        return fields;
    }

    private static Map<String, Object> cell(MatrixCell cell) {
        Outcome outcome = cell.outcome();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("set", cell.guardSet().name());
        fields.put("verdict", outcome.verdict().text());
        outcome.code().ifPresent(code -> fields.put("code", code.number()));
        outcome.code().ifPresent(code -> fields.put("code_name", code.toString()));
        outcome.refusedBy().ifPresent(by -> fields.put("by", by.id()));
        fields.put("evidence", outcome.evidence());
        return fields;
    }
}
