package hallpass.it;

import static hallpass.it.LabFolder.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.trace.Party;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key update that was acknowledged has happened, whatever comes after it. */
class KeyUpdateDurabilityTest {
    private static final int TIMES = 4;

    @Test
    void newPasswordWorksAndOldOneDoesNotAfterTheAsIsKilledRightAfterItsAcknowledgement(@TempDir Path temporary)
            throws Exception {
        try (RealmOfJars realm = RealmOfJars.in(temporary)) {
            realm.start(Party.TGS).awaitReady();
            realm.start(Party.AS).awaitReady();
            LabClient client = realm.client();
            String password = LabFolder.ALICE_PASSWORD;
            for (int i = 1; i <= TIMES; i++) {
                String next = "password number " + i;
                int version = client.updateKey(ALICE, password, next);
                realm.kill(Party.AS);

                realm.start(Party.AS).awaitReady();

                String old = password;
                assertThat(version).isEqualTo(i + 1);
                assertThat(client.login(ALICE, next).client()).isEqualTo(ALICE);
                assertThat(Failures.failure(() -> client.login(ALICE, old)).exit())
                        .isEqualTo(ExitCode.REFUSED);
                password = next;
            }
        }
    }
}
