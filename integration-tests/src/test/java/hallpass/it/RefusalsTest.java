package hallpass.it;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the client meets when something is wrong, over real sockets. The tests are in the classes that are named here: a realm
 * takes as long to start as they take, so they share one, and stop its servers and put its clocks wrong one after another.
 */
class RefusalsTest {
    static RealmInProcess realm;

    @BeforeAll
    static void startRealm(@TempDir Path temporary) throws Exception {
        // Short, so that a test can see a certificate expire without leaving the lifetime of the authority's own.
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), Map.of("pki.certificate-lifetime", "2d"));
        realm = new RealmInProcess(folder).startAll();
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @Nested
    class Accounts extends RefusedAccounts {}

    @Nested
    class Tickets extends RefusedTickets {}

    @Nested
    class Certificates extends RefusedCertificates {}

    @Nested
    class Clocks extends RefusedClocks {}

    @Nested
    class Away extends ServersAway {}
}
