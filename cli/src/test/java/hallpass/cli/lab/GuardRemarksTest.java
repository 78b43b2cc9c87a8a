package hallpass.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.Outcome;
import hallpass.attack.catalogue.A5StolenTicket;
import hallpass.attack.catalogue.E4IdentitySplice;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardRemarksTest {
    private static final Outcome SUCCEEDED = Outcome.succeeded("the note was read");

    private static GuardRemarks remarks(Guard... guards) {
        return new GuardRemarks(new E4IdentitySplice(), Set.of(guards));
    }

    @Test
    void saysNothingWithoutGuards() {
        assertThat(remarks().isGuarded()).isFalse();
        assertThat(remarks().beforeRun()).isEmpty();
        assertThat(remarks().afterRun(SUCCEEDED)).isEmpty();
    }

    @Test
    void warnsThatOneStepFails() {
        assertThat(remarks(Guard.AEAD).isGuarded()).isTrue();
        assertThat(remarks(Guard.AEAD).beforeRun())
                .singleElement()
                .asString()
                .contains("In this realm one of them will fail.");
        assertThat(remarks(Guard.AEAD).afterRun(Outcome.refused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, Party.TGS, "no")))
                .isEmpty();
    }

    @Test
    void namesTheGuardThatStopsTheAttack() {
        assertThat(remarks(Guard.PREAUTH).beforeRun()).isEmpty();
        assertThat(remarks(Guard.PREAUTH).afterRun(SUCCEEDED))
                .containsExactly("This realm's guards do not stop this attack. These do: aead.");
        assertThat(new GuardRemarks(new A5StolenTicket(), Set.of(Guard.AEAD)).afterRun(SUCCEEDED))
                .containsExactly("No guard stops this attack.");
    }

    @Test
    void explainsUniformErrors() {
        Outcome refused = Outcome.refused(ErrorCode.HP_ERR_NOT_ACCEPTED, Party.TGS, "no");

        assertThat(remarks(Guard.AEAD, Guard.UNIFORM_ERRORS).afterRun(refused))
                .singleElement()
                .asString()
                .startsWith("With uniform-errors");
    }
}
