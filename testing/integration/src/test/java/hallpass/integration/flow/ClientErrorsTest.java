package hallpass.integration.flow;

import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
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
class ClientErrorsTest {
    static InProcessRealm realm;

    @BeforeAll
    static void startRealm(@TempDir Path temporary) throws Exception {
        // Short, so that a test can see a certificate expire without leaving the lifetime of the authority's own.
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"), Map.of("pki.certificate-lifetime", "2d"));
        realm = new InProcessRealm(folder).startAll();
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @Nested
    class Accounts extends AccountErrors {}

    @Nested
    class Tickets extends TicketErrors {}

    @Nested
    class Certificates extends CertificateErrors {}

    @Nested
    class Clocks extends ClockErrors {}

    @Nested
    class Outages extends OutageErrors {}
}
