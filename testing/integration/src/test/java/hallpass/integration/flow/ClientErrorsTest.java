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
 * Errors that clients report, tested over sockets. The nested classes share one realm, because a
 * realm takes as long to start as their tests take.
 */
class ClientErrorsTest {
    static InProcessRealm realm;

    @BeforeAll
    static void startRealm(@TempDir Path temporary) throws Exception {
        // Short, so that a certificate can expire within the validity of the CA certificate.
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
