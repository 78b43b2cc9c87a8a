package hallpass.attack.command;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.Outcome;
import hallpass.attack.catalogue.A5StolenTicket;
import hallpass.attack.catalogue.E4IdentitySplice;
import hallpass.message.ErrorCode;
import hallpass.protocol.Guard;
import hallpass.trace.Party;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardRemarksTest {
    private static final Outcome SUCCEEDED = Outcome.succeeded("the note was read");

    private static GuardRemarks onSplice(Guard... guards) {
        return new GuardRemarks(new E4IdentitySplice(), Set.of(guards));
    }

    @Test
    void nothingIsToBeSaidOfARealmWithoutGuards() {
        assertThat(onSplice().isGuarded()).isFalse();
        assertThat(onSplice().before()).isEmpty();
        assertThat(onSplice().after(SUCCEEDED)).isEmpty();
    }

    @Test
    void sayFirstThatTheTaleIsOfARealmWithoutTheGuard() {
        assertThat(onSplice(Guard.AEAD).isGuarded()).isTrue();
        assertThat(onSplice(Guard.AEAD).before()).singleElement().asString().contains("One of them fails here.");
        assertThat(onSplice(Guard.AEAD).after(Outcome.refused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, Party.TGS, "no")))
                .isEmpty();
    }

    @Test
    void nameTheGuardThatWouldHaveHelped() {
        assertThat(onSplice(Guard.PREAUTH).before()).isEmpty();
        assertThat(onSplice(Guard.PREAUTH).after(SUCCEEDED))
                .containsExactly("This realm's guards are for other attacks. What stops this one: aead.");
        assertThat(new GuardRemarks(new A5StolenTicket(), Set.of(Guard.AEAD)).after(SUCCEEDED))
                .containsExactly("No guard stops this attack.");
    }

    @Test
    void sayWhereTheTrueReasonIs() {
        Outcome refused = Outcome.refused(ErrorCode.HP_ERR_NOT_ACCEPTED, Party.TGS, "no");

        assertThat(onSplice(Guard.AEAD, Guard.UNIFORM_ERRORS).after(refused))
                .singleElement()
                .asString()
                .startsWith("With uniform-errors");
    }
}
