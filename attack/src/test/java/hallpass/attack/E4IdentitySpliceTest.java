package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.catalogue.E4IdentitySplice;
import hallpass.protocol.Guard;
import org.junit.jupiter.api.Test;

class E4IdentitySpliceTest {
    private final Attack attack = new E4IdentitySplice();

    @Test
    void readsTheAdministratorsNoteInAClassicRealm() throws Exception {
        Outcome outcome = AttackRuns.outcome(attack);

        assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(outcome.evidence()).contains("the note of administrator");
    }

    @Test
    void isRefusedByTheTgsWhereTicketsAreWhole() throws Exception {
        assertThat(AttackRuns.outcome(attack, Guard.AEAD).cell()).isEqualTo("31 tgs");
    }

    @Test
    void failsAsPredictedWhereTheNamesDoNotAlign() throws Exception {
        for (Attack.Control control : attack.controls()) {
            assertThat(AttackRuns.outcome(control.attack()).cell())
                    .as(control.why())
                    .isEqualTo(control.predicted());
        }
    }

    @Test
    void isToldInLinesOfAtMostEightyColumns() throws Exception {
        assertThat(AttackRuns.told(attack)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
}
