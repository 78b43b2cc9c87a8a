package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.PkiClient;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.config.ClientCertificateFiles;
import hallpass.config.PemFiles;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.protocol.Guard;
import hallpass.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole realms in this JVM. */
class RealmServerTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final String PASSWORD = "correct horse";
    private static final String MEMO = "take cis3319 class this morning";

    @Test
    void servesKerberosAndPkiClients() throws Exception {
        try (RealmServer realm = withAlice().start()) {
            assertThat(requestMemoWithToken(realm)).isEqualTo(MEMO);
            assertThat(requestMemoInPkiSession(realm)).isEqualTo(MEMO);
        }
    }

    @Test
    void servesARealmWithAllKerberosGuards() throws Exception {
        Set<Guard> guards = EnumSet.complementOf(EnumSet.of(Guard.VERIFY_KDC));
        try (RealmServer realm = withAlice().guards(guards).start()) {
            assertThat(realm.config().profile().guards()).isEqualTo(guards);
            assertThat(requestMemoWithToken(realm)).isEqualTo(MEMO);
        }
    }

    @Test
    void startsOneServerAlone() throws Exception {
        try (RealmServer realm = withAlice().servers(Party.AS).start()) {
            assertThat(login(realm)).isNotNull();
            assertThat(realm.isRunning(Party.TGS)).isFalse();
        }
    }

    @Test
    void keepsTheRealmOfAFolder(@TempDir Path temporary) throws Exception {
        Path folder = temporary.resolve("realm");
        try (RealmServer realm = withAlice().folder(folder).servers(Party.AS).start()) {
            assertThat(login(realm)).isNotNull();
        }
        assertThat(Files.exists(folder.resolve("realm.toml"))).isTrue();

        try (RealmServer realm =
                RealmServer.builder().folder(folder).servers(Party.AS).start()) {
            assertThat(login(realm)).isNotNull();
        }
    }

    @Test
    void startsAStoppedServerAgain() throws Exception {
        try (RealmServer realm = withAlice().servers(Party.AS).start()) {
            realm.stop(Party.AS);
            realm.start(Party.AS);

            assertThat(login(realm)).isNotNull();
        }
    }

    @Test
    void followsTheOffsetOfEachClock() throws Exception {
        try (RealmServer realm = withAlice().servers(Party.AS).start()) {
            realm.clock(Party.AS).setOffset(Duration.ofMinutes(10));
            assertThatThrownBy(() -> login(realm)).isInstanceOf(ClientException.class);

            realm.setClockOffset(Duration.ofMinutes(10));
            assertThat(login(realm)).isNotNull();
        }
    }

    @Test
    void refusesToStartARunningServer() throws Exception {
        try (RealmServer realm = RealmServer.builder().servers(Party.AS).start()) {
            assertThatThrownBy(() -> realm.listen(Party.AS)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static RealmServerBuilder withAlice() {
        return RealmServer.builder().user(ALICE.text(), PASSWORD);
    }

    private static ClientSettings settings(RealmServer realm) {
        return new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE);
    }

    private static CachedTicket login(RealmServer realm) throws ClientException {
        return new KerberosClient(settings(realm)).login(ALICE, PASSWORD::toCharArray);
    }

    private static String requestMemoWithToken(RealmServer realm) throws ClientException {
        KerberosClient client = new KerberosClient(settings(realm));
        CachedToken token = client.requestToken(login(realm), realm.config().serviceName());
        return client.request(token, "memo");
    }

    private static String requestMemoInPkiSession(RealmServer realm) throws Exception {
        PkiClient client = new PkiClient(settings(realm));
        PrincipalName name = realm.config().pkiClientName();
        CertificateValidator validator = CertificateValidator.trusting(
                PemFiles.readCertificate(realm.folder().authorityCertificate(Party.CLIENT)));
        CachedSession session =
                client.register(name, validator, ClientCertificateFiles.readProof(realm.folder(), name));
        return client.request(session, "memo");
    }
}
