package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.catalogue.A11OldReply;
import hallpass.attack.catalogue.E8BitFlip;
import hallpass.attack.matrix.AttackMatrix;
import hallpass.attack.matrix.GuardSet;
import hallpass.attack.matrix.MatrixCell;
import hallpass.attack.matrix.MatrixHtml;
import hallpass.attack.matrix.MatrixJson;
import hallpass.attack.matrix.MatrixRun;
import hallpass.attack.matrix.MatrixText;
import hallpass.protocol.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs every attack against every guard and compares each cell with {@link Defences}. */
class AttackMatrixTest {
    @Test
    void everyCellMatchesExpectation() throws Exception {
        AttackMatrix matrix =
                MatrixRun.withAllGuardSets(Attacks.all(), Optional.of(1L)).run(cell -> {});

        List<String> mismatches = new ArrayList<>();
        for (MatrixCell cell : matrix.cells()) {
            if (!cell.matchesExpectedOutcome()) {
                mismatches.add("%s against %s: %s instead of %s (%s)"
                        .formatted(
                                cell.attack().id(),
                                cell.guardSet().name(),
                                cell.outcome().summary(),
                                cell.expectedOutcome(),
                                cell.outcome().evidence()));
            }
        }
        assertThat(mismatches).isEmpty();
        assertThat(MatrixText.unexpectedLines(matrix)).isEmpty();
        assertRenderings(matrix);
    }

    private static void assertRenderings(AttackMatrix matrix) throws Exception {
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

    /**
     * Covers chance too: the codes in E8 depend on every byte, and A11 decrypts a time with a wrong
     * key.
     */
    @Test
    void sameSeedGivesSameMatrix() throws Exception {
        assertThat(runTwoAttacks(7)).isEqualTo(runTwoAttacks(7));
    }

    private static String runTwoAttacks(long seed) throws Exception {
        List<Attack> attacks = List.of(new E8BitFlip(), new A11OldReply());
        List<GuardSet> sets = List.of(GuardSet.of(Guard.PREAUTH));
        MatrixRun run = new MatrixRun(attacks, sets, Optional.of(seed));
        return MatrixJson.of(run.run(cell -> {})).toString();
    }

    @Test
    void defencesAreAmongTheTestedGuards() {
        assertThat(Attacks.all())
                .allSatisfy(attack -> assertThat(attack.testedGuards()).containsAll(attack.guards()));
    }
}
