package hallpass.attack.matrix;

import hallpass.attack.Attack;
import hallpass.attack.Outcome;
import hallpass.protocol.Guard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A matrix for programs. */
public final class MatrixJson {
    private MatrixJson() {}

    public static Map<String, Object> of(Matrix matrix) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sets", matrix.sets().stream().map(MatrixJson::set).toList());
        fields.put(
                "attacks",
                matrix.attacks().stream().map(attack -> attack(matrix, attack)).toList());
        return fields;
    }

    private static Map<String, Object> set(GuardSet set) {
        // In this order: that of Map.of is another one in each process.
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", set.name());
        fields.put("guards", names(set.guards()));
        return fields;
    }

    private static List<String> names(Set<Guard> guards) {
        return guards.stream().sorted().map(Guard::id).toList();
    }

    private static Map<String, Object> attack(Matrix matrix, Attack attack) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", attack.id());
        fields.put("title", attack.title());
        fields.put("idea", attack.card().idea());
        fields.put("guards", names(attack.guards()));
        fields.put("outcomes", matrix.row(attack).stream().map(MatrixJson::cell).toList());
        return fields;
    }

    private static Map<String, Object> cell(Cell cell) {
        Outcome outcome = cell.outcome();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("set", cell.set().name());
        fields.put("verdict", outcome.verdict().words());
        outcome.code().ifPresent(code -> fields.put("code", code.number()));
        outcome.code().ifPresent(code -> fields.put("code_name", code.toString()));
        outcome.by().ifPresent(by -> fields.put("by", by.id()));
        fields.put("evidence", outcome.evidence());
        return fields;
    }
}
