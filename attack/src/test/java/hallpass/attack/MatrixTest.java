package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.catalogue.A11OldReply;
import hallpass.attack.catalogue.E8BitFlip;
import hallpass.attack.matrix.Cell;
import hallpass.attack.matrix.GuardSet;
import hallpass.attack.matrix.Matrix;
import hallpass.attack.matrix.MatrixHtml;
import hallpass.attack.matrix.MatrixJson;
import hallpass.attack.matrix.MatrixRun;
import hallpass.attack.matrix.MatrixText;
import hallpass.client.command.Json;
import hallpass.protocol.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every attack against every guard, compared with {@code expected.txt} cell by cell. */
class MatrixTest {
    @Test
    void everyCellIsWhatIsExpectedOfIt() throws Exception {
        Expected expected = Expected.read();
        Matrix matrix = MatrixRun.whole(Attacks.all(), Optional.of(1L)).run(cell -> {});

        List<String> others = new ArrayList<>();
        for (Cell cell : matrix.cells()) {
            if (!expected.isMet(cell)) {
                others.add("%s against %s: %s instead of %s (%s)"
                        .formatted(
                                cell.attack().id(),
                                cell.set().name(),
                                cell.outcome().cell(),
                                expected.of(cell),
                                cell.outcome().evidence()));
            }
        }
        assertThat(others).isEmpty();
        assertThat(MatrixText.surprises(matrix)).isEmpty();
        showsAllOfIt(matrix);
    }

    private static void showsAllOfIt(Matrix matrix) throws Exception {
        String html = MatrixHtml.of(matrix);
        assertThat(html).startsWith("<!DOCTYPE html>").doesNotContain("http://", "https://", "<script");
        assertThat(MatrixText.lines(matrix))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                .hasSizeGreaterThan(matrix.attacks().size());
        for (Attack attack : matrix.attacks()) {
            assertThat(html).contains("<section id=\"" + attack.id() + "\">");
            assertThat(MatrixJson.of(matrix).toString()).contains("id=" + attack.id());
        }
    }

    /** Also where luck decides: E8 counts codes that hang on every byte, and A11 opens with a wrong key what holds a time. */
    @Test
    void theSameSeedGivesTheSameMatrix() throws Exception {
        assertThat(twoRowsOf(7)).isEqualTo(twoRowsOf(7));
    }

    private static String twoRowsOf(long seed) throws Exception {
        List<Attack> attacks = List.of(new E8BitFlip(), new A11OldReply());
        List<GuardSet> sets = List.of(GuardSet.of(Guard.PREAUTH));
        MatrixRun run = new MatrixRun(attacks, sets, Optional.of(seed));
        return Json.text(MatrixJson.of(run.run(cell -> {})));
    }

    @Test
    void theTableHasARowForEachAttack() throws Exception {
        assertThat(Expected.read().attacks())
                .containsExactlyElementsOf(
                        Attacks.all().stream().map(Attack::id).toList());
    }

    @Test
    void theTableHasAColumnForEachSetOfGuards() throws Exception {
        assertThat(Expected.read().sets())
                .containsExactlyInAnyOrderElementsOf(
                        GuardSet.all().stream().map(GuardSet::name).toList());
    }
}
