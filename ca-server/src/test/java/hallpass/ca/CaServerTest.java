package hallpass.ca;

import static hallpass.ca.TestCa.AUTHORITY;
import static hallpass.ca.TestCa.CA_PAIR;
import static hallpass.ca.TestCa.NOW;
import static hallpass.ca.TestCa.SERVER_PAIR;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.audit.AdminAuditLog;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.fixtures.JvmFootprint;
import hallpass.fixtures.ManualClock;
import hallpass.message.Party;
import hallpass.pki.Certificates;
import hallpass.runtime.RunningServer;
import hallpass.runtime.ServerContext;
import hallpass.store.StoreCreation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path folder;

    private RealmFolder realm;

    @BeforeEach
    void createRealm() throws RealmException {
        realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render(), this::initialize);
    }

    private void initialize(RealmFolder created) throws RealmException {
        AdminAuditLog.createKeys(created);
        PemFiles.write(created.authorityKey(), CA_PAIR.getPrivate());
        PemFiles.write(created.authorityCertificate(Party.CA), Certificates.encode(AUTHORITY.certificate()));
        try (StoreCreation stores = StoreCreation.begin(created)) {
            stores.ledger().close();
            stores.finish();
        }
    }

    @Test
    void leavesNoThreadOrSystemPropertyBehind() throws Exception {
        startAndStop();
        JvmFootprint before = JvmFootprint.capture();
        for (int i = 0; i < 20; i++) {
            startAndStop();
        }
        before.assertUnchanged();
    }

    private void startAndStop() throws Exception {
        ServerContext context =
                ServerContext.of(realm).withClock(new ManualClock(NOW)).withKeyPairs(() -> SERVER_PAIR);
        try (RunningServer server = RunningServer.start(Party.CA, ANY_PORT, CaServer.assemble(context), context)) {
            server.awaitReady(reason -> {});
            assertThat(realm.revocationList()).isNotEmptyFile();
        }
    }
}
