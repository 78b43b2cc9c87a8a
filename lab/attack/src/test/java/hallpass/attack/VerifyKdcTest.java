package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.catalogue.A10FalseKdc;
import hallpass.attack.lab.Lab;
import hallpass.attack.lab.LabConfig;
import hallpass.attack.lab.TimeAndRandomness;
import hallpass.protocol.Guard;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The guard verify-kdc relies on the integrity of the token that the host verifies. */
class VerifyKdcTest {
    @Test
    void splicedTokenPassesVerificationOnlyInEcb() throws Exception {
        assertThat(outcomeWith(Set.of(Guard.VERIFY_KDC))).isEqualTo("succeeded");
        assertThat(outcomeWith(Set.of(Guard.VERIFY_KDC, Guard.AEAD))).isEqualTo("31 client");
    }

    private static String outcomeWith(Set<Guard> guards) throws Exception {
        Attack attack = A10FalseKdc.withNamesThatAlign();
        try (Lab lab = Lab.create(
                LabConfig.inProcess(TimeAndRandomness.seeded(Optional.of(1L))).withGuards(guards))) {
            lab.startServers(attack.servers());
            return attack.run(new AttackContext(lab, new AttackPrincipals(0), Narration.SILENT))
                    .summary();
        }
    }
}
