package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.ServerStatus;
import hallpass.client.StatusQuery;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.store.PrincipalStore;
import hallpass.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and the files of another user. */
class ForeignOwnerTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final PrincipalName DESK = new PrincipalName("desk/localhost");
    private static final int NOBODY = 65534;

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("realm");
    }

    @Test
    void serversThatRootStartsKeepTheOwnerOfTheRealm() throws Exception {
        assumeTrue(ownerOf(folder) == 0, "only root can write in the realm of another user");
        RealmServer.builder()
                .folder(root())
                .user("alice", "correct horse")
                .create()
                .close();
        for (Path file : files()) {
            Files.setAttribute(file, "unix:uid", NOBODY);
            Files.setAttribute(file, "unix:gid", NOBODY);
        }

        List<Path> foreign = new ArrayList<>();
        try (RealmServer realm = RealmServer.builder().folder(root()).start()) {
            client(realm).login(ALICE, "correct horse"::toCharArray);
            foreign.addAll(foreignFiles());
        }
        foreign.addAll(foreignFiles());

        assertThat(foreign).isEmpty();
    }

    @Test
    void aServiceThatCannotReadItsNewKeyIsNotReady() throws Exception {
        try (RealmServer realm = RealmServer.builder()
                .folder(root())
                .user("alice", "correct horse")
                .start()) {
            KerberosClient client = client(realm);
            CachedTicket ticket = client.login(ALICE, "correct horse"::toCharArray);
            assertThat(state(realm, Party.SERVICE)).startsWith("ready");
            Path keytab = realm.folder().serviceKeytab();
            String readable = Files.readString(keytab);
            Files.writeString(keytab, "not readable\n");
            rekey(realm);
            CachedToken token = client.requestToken(ticket, DESK);

            assertThat(state(realm, Party.SERVICE)).startsWith("cannot read its keytab");
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(() -> client.request(token, "time"))
                    .satisfies(e -> assertThat(e.code()).contains(ErrorCode.HP_ERR_UNAVAILABLE));

            // The cure: a keytab that the service can read. It lacks the new key of this test.
            Files.writeString(keytab, readable);
            assertThat(state(realm, Party.SERVICE)).startsWith("ready");
        }
    }

    @Test
    void aServerWithoutItsStoreIsNotReady() throws Exception {
        try (RealmServer realm =
                RealmServer.builder().folder(root()).servers(Party.AS, Party.CA).start()) {
            Files.move(realm.folder().principalDatabase(), root().resolve("moved"));

            assertThat(state(realm, Party.AS)).startsWith("lost its store");
            assertThat(state(realm, Party.CA)).startsWith("ready");
        }
    }

    private static void rekey(RealmServer realm) throws Exception {
        try (PrincipalStore principals = realm.principals()) {
            Instant now = realm.clock().instant();
            principals.addKey(
                    DESK,
                    new PrincipalStore.UnversionedKey(
                            realm.folder().config().profile().cipherSuite().name(),
                            "",
                            SymmetricKey.of("K_s", Randomness.secure().bytes(16))),
                    now,
                    now.plusSeconds(60),
                    version -> {});
        }
    }

    private static String state(RealmServer realm, Party server) {
        return new StatusQuery(new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE))
                .queryAll().stream()
                        .filter(ServerStatus.Answered.class::isInstance)
                        .map(ServerStatus.Answered.class::cast)
                        .filter(answer -> answer.party() == server)
                        .map(answer -> answer.reply().state())
                        .findFirst()
                        .orElse("no answer");
    }

    private static KerberosClient client(RealmServer realm) {
        return new KerberosClient(new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE));
    }

    private List<Path> foreignFiles() throws IOException {
        List<Path> foreign = new ArrayList<>();
        for (Path file : files()) {
            if (ownerOf(file) != NOBODY) {
                foreign.add(file);
            }
        }
        return foreign;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root())) {
            return all.toList();
        }
    }

    private static int ownerOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
