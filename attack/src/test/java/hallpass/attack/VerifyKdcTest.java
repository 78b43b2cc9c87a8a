package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.catalogue.A10FalseKdc;
import hallpass.attack.lab.Chance;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabPlan;
import hallpass.protocol.Guard;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That a login host checks its KDC helps as much as the seal of the token that it checks. */
class VerifyKdcTest {
    @Test
    void isDeceivedByTokensCutTogetherInEcbAndNotWithAead() throws Exception {
        assertThat(cellWith(Set.of(Guard.VERIFY_KDC))).isEqualTo("succeeded");
        assertThat(cellWith(Set.of(Guard.VERIFY_KDC, Guard.AEAD))).isEqualTo("31 client");
    }

    private static String cellWith(Set<Guard> guards) throws Exception {
        Attack attack = A10FalseKdc.withNamesThatAlign();
        try (Lab lab = Lab.make(LabPlan.inProcess(Chance.of(Optional.of(1L))).with(guards))) {
            lab.serve(attack.servers());
            return attack.run(new Stage(lab, new Cast(0), Tale.UNTOLD)).cell();
        }
    }
}
