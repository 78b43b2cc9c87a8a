package hallpass.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.message.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RealmFolderTest {
    /** The entries in the folder of a new realm without keys and databases. */
    private static final List<String> NEW_REALM =
            List.of(".gitignore", "realm.toml", "realm.id", "kdc", "as", "tgs", "service", "ca", "app", "client");

    @TempDir
    private Path parent;

    @Test
    void createsPrivateFolderForEachProcess() throws Exception {
        RealmFolder realm = RealmFolder.create(parent.resolve("realm"), RealmTemplate.render());
        try (Stream<Path> entries = Files.list(realm.root())) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(NEW_REALM);
        }
        try (Stream<Path> entries = Files.walk(realm.root())) {
            for (Path path : entries.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void opensCreatedRealm() throws Exception {
        Path root = Files.createDirectory(parent.resolve("empty"));
        RealmFolder.create(root, RealmTemplate.render());
        RealmFolder realm = RealmFolder.open(root);
        assertThat(realm.config()).isEqualTo(RealmConfig.defaults());
        assertThat(realm.folderOf(Party.REALM)).isEqualTo(root);
        assertThat(Stream.of(
                                realm.principalDatabase(),
                                realm.masterKeyFile(),
                                realm.serviceKeytab(),
                                realm.noteDatabase(Party.SERVICE),
                                realm.noteDatabase(Party.APP),
                                realm.authorityCertificate(Party.CA),
                                realm.authorityCertificate(Party.CLIENT),
                                realm.authorityKey(),
                                realm.certificateLedger(),
                                realm.serverCertificate(),
                                realm.serverKey(),
                                realm.logFile(Party.TGS))
                        .map(path -> root.relativize(path).toString()))
                .isEqualTo(List.of(
                        "kdc/principals.db",
                        "kdc/master.key",
                        "service/service.keys",
                        "service/notes.db",
                        "app/notes.db",
                        "ca/ca.crt",
                        "client/ca.crt",
                        "ca/ca.key",
                        "ca/certificates.db",
                        "app/app.crt",
                        "app/app.key",
                        "tgs/tgs.log"));
    }

    @Test
    void reportsMissingRealm() {
        Path none = parent.resolve("none");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.open(none))
                .withMessage("There is no realm in " + none + ": realm.toml is missing.")
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.NO_REALM));
    }

    @Test
    void setsAndClearsRoutesWithoutOtherChanges() throws Exception {
        Path root = parent.resolve("realm");
        RealmFolder realm = RealmFolder.create(root, RealmTemplate.render(8800, 2, Map.of()));
        String before = Files.readString(root.resolve("realm.toml"));

        realm.writeRoutes(AdversaryAddresses.from(9800, realm.config()));

        RealmConfig routed = RealmFolder.open(root).config();
        assertThat(routed.routes(Party.AS))
                .extracting(InetSocketAddress::getPort)
                .containsExactly(9801, 9811);
        assertThat(routed.routes(Party.APP))
                .extracting(InetSocketAddress::getPort)
                .containsExactly(9805);
        assertThat(routed.addresses()).isEqualTo(realm.config().addresses());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("realm.toml"))))
                .isEqualTo("rw-------");

        realm.writeRoutes(Map.of());

        assertThat(root.resolve("realm.toml")).hasContent(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "realm = 'A'",
                "realm = 'A'\r\n[routes]\r\nca = '127.0.0.1:1' # mine\r\n[resources]\r\n",
                "[routes] # mine\n\n  as = ['127.0.0.1:1',  '127.0.0.1:2']\n\n# said of these\n[resources]\nas = 'x'"
            })
    void setsRoutesInAnyTomlLayout(String toml) throws Exception {
        RealmFolder realm = RealmFolder.create(parent.resolve("realm"), toml);

        realm.writeRoutes(AdversaryAddresses.from(9800, realm.config()));

        RealmFolder routed = RealmFolder.open(realm.root());
        assertThat(routed.config().routes()).isEqualTo(AdversaryAddresses.from(9800, realm.config()));
        assertThat(routed.config().resources()).isEqualTo(realm.config().resources());
    }

    /** Layouts of {@code realm.toml} that people write. */
    private enum HandWritten {
        EMPTY("# nothing\n"),
        QUOTED_KEY("\"store\" = \"sqlite\" # the store\nrealm = 'A'\n"),
        LITERAL_KEY("'store' = 'sqlite'\n[\"kerberos\"]\nticket-lifetime = '4m'\n"),
        DOTTED_KEYS("kerberos.ticket-lifetime = '4m'\nroutes.as = '127.0.0.1:1' # mine\n"),
        INLINE_TABLE("routes = { ca = '127.0.0.1:1' } # mine\nkerberos = { ticket-lifetime = '4m' }\n"),
        COMMENTS("""
                store = 'sqlite' # kept
                # above
                [routes] # said of these
                # as = "x"
                ca = '127.0.0.1:1' # here
                # below
                """),
        CRLF("realm = 'A'\r\nstore = 'sqlite'\r\n[routes]\r\nca = '127.0.0.1:1' # mine\r\n[resources]\r\na = 'b'\r\n"),
        NO_LINE_END("[resources]\na = 'store = \"x\"'\n[kerberos]\nticket-lifetime = '4m' # last"),
        MULTI_LINE("""
                guards = [
                  'aead', # one
                  'preauth',
                ]
                profile = "classic"
                [routes]
                as = [
                  '127.0.0.1:1',
                ]
                """),
        MULTI_LINE_TEXT("[resources]\na = \"\"\"\n[routes]\nstore = 'x'\n\"\"\"\n"),
        OTHER_ORDER(
                "[routes]\nca = '127.0.0.1:1'\n[kerberos]\nticket-lifetime = '4m'\n[addresses]\nas = '127.0.0.1:2'\n"),
        SPACES("  store   =   \"sqlite\"\t# x\n\n\n[ routes ]\n  tgs  =  '127.0.0.1:1'\n");

        private final String toml;

        HandWritten(String toml) {
            this.toml = toml;
        }

        private List<String> comments() {
            return toml.lines()
                    .filter(line -> line.contains("#"))
                    .map(line -> line.substring(line.indexOf('#')))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void setsTheStoreInAnyLayout(HandWritten written) throws Exception {
        RealmFolder realm = RealmFolder.create(parent.resolve("realm"), written.toml);
        StoreLocation store = StoreLocation.parse("jdbc:postgresql://127.0.0.1/hallpass?user=hallpass");

        realm.writeStore(store);

        assertThat(RealmFolder.open(realm.root()).config())
                .isEqualTo(realm.config().withStore(store));
        assertCommentsKept(realm, written);
        RealmFolder.open(realm.root()).writeStore(StoreLocation.parse("sqlite"));
        assertThat(RealmFolder.open(realm.root()).config()).isEqualTo(realm.config());
    }

    @ParameterizedTest
    @EnumSource
    void setsAndClearsRoutesInAnyLayout(HandWritten written) throws Exception {
        RealmFolder realm = RealmFolder.create(parent.resolve("realm"), written.toml);

        realm.writeRoutes(AdversaryAddresses.from(9800, realm.config()));

        RealmFolder routed = RealmFolder.open(realm.root());
        assertThat(routed.config().routes()).isEqualTo(AdversaryAddresses.from(9800, realm.config()));
        assertCommentsKept(realm, written);
        routed.writeRoutes(Map.of());
        RealmConfig direct = RealmFolder.open(realm.root()).config();
        assertThat(direct.routes()).isEqualTo(realm.config().addresses());
        assertThat(direct.resources()).isEqualTo(realm.config().resources());
        assertCommentsKept(realm, written);
    }

    private static void assertCommentsKept(RealmFolder realm, HandWritten written) throws IOException {
        String changed = Files.readString(realm.root().resolve("realm.toml"));
        written.comments().forEach(comment -> assertThat(changed).contains(comment));
        if (written == HandWritten.CRLF) {
            assertThat(changed.replace("\r\n", "")).doesNotContain("\n");
        }
    }

    @Test
    void refusesNonEmptyFolder() throws Exception {
        Path other = Files.writeString(parent.resolve("letter.txt"), "dear");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.create(parent, RealmTemplate.render()))
                .withMessageContaining("is not empty");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.create(other, RealmTemplate.render()))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.FOLDER_UNREADABLE));
        try (Stream<Path> entries = Files.list(parent)) {
            assertThat(entries).containsExactly(other);
        }
    }

    @Test
    void createsNothingForInvalidConfiguration() {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.create(parent.resolve("realm"), "colour = 'red'"));
        assertThat(parent.resolve("realm")).doesNotExist();
    }

    @Test
    void distinguishesUnreadableFromMissingRealm() throws Exception {
        // A symbolic link loop is unreadable for root too, unlike a file without permissions.
        Path loop = parent.resolve("realm.toml");
        Files.createSymbolicLink(loop, loop);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.open(parent))
                .withMessageStartingWith("The file " + loop + " could not be read: ");
    }

    @Test
    void namesLogFileOfEachReplica() throws Exception {
        RealmFolder realm = RealmFolder.create(parent.resolve("realm"), RealmTemplate.render());
        assertThat(realm.logFile(Party.AS, 1)).isEqualTo(realm.logFile(Party.AS));
        assertThat(realm.logFile(Party.AS, 2))
                .isEqualTo(realm.folderOf(Party.AS).resolve("as-2.log"));
    }

    @Test
    void restartsInterruptedCreation() throws Exception {
        Path root = parent.resolve("realm");
        Path foreign = Files.writeString(parent.resolve("letter.txt"), "dear");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.create(root, RealmTemplate.render(), realm -> {
                    PrivateFiles.writeNew(realm.masterKeyFile(), new byte[] {1});
                    link(realm.kdcFolder().resolve("link"), foreign);
                    throw new RealmException(RealmError.DISK_FULL, "", "The disk is full.");
                }));

        RealmFolder made = RealmFolder.create(root, RealmTemplate.render());

        assertThat(made.masterKeyFile()).doesNotExist();
        assertThat(foreign).hasContent("dear");
        try (Stream<Path> entries = Files.list(root)) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(NEW_REALM);
        }
    }

    private static void link(Path link, Path to) throws RealmException {
        try {
            Files.createSymbolicLink(link, to);
        } catch (IOException e) {
            throw new RealmException(RealmError.IO_FAILURE, link.toString(), "Cannot create a link.", e);
        }
    }

    @Test
    void acceptsFolderWithStorePassword() throws Exception {
        Path root = Files.createDirectory(parent.resolve("realm"));
        Path password = root.resolve("store.password");
        PrivateFiles.write(password, new byte[] {'x'});
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(RealmException.class)
                    .isThrownBy(() -> RealmFolder.create(root, RealmTemplate.render(), realm -> {
                        throw new RealmException(RealmError.IO_FAILURE, "", "The database does not answer.");
                    }));
        }
        RealmFolder made = RealmFolder.create(root, RealmTemplate.render());
        assertThat(made.storePasswordFile()).hasContent("x");
    }

    @Test
    void keepsCompleteRealmWithStaleMarker() throws Exception {
        Path root = parent.resolve("realm");
        RealmFolder made = RealmFolder.create(root, RealmTemplate.render());
        PrivateFiles.writeNew(made.masterKeyFile(), new byte[] {1});
        Files.createFile(root.resolve(".unfinished-realm"));
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.create(root, RealmTemplate.render()))
                .withMessageContaining("is not empty");
        assertThat(made.masterKeyFile()).exists();
    }

    @Test
    void refusesConcurrentCreation() throws Exception {
        Path root = parent.resolve("realm");
        RealmFolder.create(
                root,
                RealmTemplate.render(),
                realm -> assertThatExceptionOfType(RealmException.class)
                        .isThrownBy(() -> RealmFolder.create(root, RealmTemplate.render()))
                        .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.REALM_BEING_CREATED)));
        assertThat(RealmFolder.open(root).config()).isEqualTo(RealmConfig.defaults());
    }

    @Test
    void incompleteRealmDoesNotOpen(@TempDir Path parent) {
        Path root = parent.resolve("realm");
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.create(root, RealmTemplate.render(), realm -> {
                    throw new RealmException(RealmError.DISK_FULL, "", "The disk is full.");
                }));

        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> RealmFolder.open(root))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.REALM_UNFINISHED));
    }

    @Test
    void ignoresAllFilesInGit() throws Exception {
        Path root = parent.resolve("realm");
        RealmFolder.create(root, RealmTemplate.render());
        assertThat(root.resolve(".gitignore")).hasContent("*");
    }

    @Test
    void choosesDefaultFolder() throws Exception {
        assertThat(RealmFolder.defaultFolder(Map.of("HALLPASS_REALM", "/lab"), parent))
                .isEqualTo(Path.of("/lab"));
        assertThat(RealmFolder.defaultFolder(Map.of(), parent)).isEqualTo(parent.resolve("hallpass-realm"));
        RealmFolder.create(parent.resolve("realm"), RealmTemplate.render());
        assertThat(RealmFolder.defaultFolder(Map.of(), parent)).isEqualTo(parent.resolve("realm"));
        RealmFolder.create(parent.resolve("hallpass-realm"), RealmTemplate.render());
        assertThat(RealmFolder.defaultFolder(Map.of(), parent)).isEqualTo(parent.resolve("hallpass-realm"));
    }
}
