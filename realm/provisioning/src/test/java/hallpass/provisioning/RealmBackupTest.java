package hallpass.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.audit.AdminAuditLog;
import hallpass.audit.AuditLogVerifier;
import hallpass.audit.ServerAuditLog;
import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.PemFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.config.Setting;
import hallpass.config.StoreLocation;
import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.Sha256;
import hallpass.fixtures.ManualClock;
import hallpass.fixtures.PostgresServer;
import hallpass.message.AuditEvent;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Crl;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.provisioning.RealmBackup.WrittenBackup;
import hallpass.provisioning.RealmRestore.RestoredRealm;
import hallpass.store.CertificateLedger;
import hallpass.store.CrlPublisher;
import hallpass.store.NoteLimits;
import hallpass.store.NoteStore;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of realms with a user, a note, a certificate and an audit log. */
final class RealmBackupTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final PrincipalName BOB = new PrincipalName("bob");
    private static final StoreLocation FILES = new StoreLocation.SqliteFolder();

    /** Of all realms, because generating one takes longest. */
    private static final KeyPair CA_KEYS = RsaKeys.generateKeyPair();

    @TempDir
    private Path home;

    private final ManualClock clock = new ManualClock(NOON);
    private Path root;
    private Path file;

    @BeforeEach
    void name() {
        root = home.resolve("realm");
        file = home.resolve("realm.zip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restoresStateOfBackup(String store) throws Exception {
        RealmFolder realm = createRealm(store);
        addUser(realm, ALICE);
        putNote(realm, "first");
        byte[] masterKey = Files.readAllBytes(realm.masterKeyFile());
        WrittenBackup backup = backUp(realm);
        addUser(realm, BOB);
        putNote(realm, "second");
        clock.advance(Duration.ofMinutes(1));

        RestoredRealm restored = restore(true);

        assertThat(restored.realm().root()).isEqualTo(root.toAbsolutePath());
        assertThat(names(restored.realm())).contains(ALICE).doesNotContain(BOB);
        assertThat(notes(restored.realm())).containsExactly("first");
        assertThat(restored.realm().masterKeyFile()).hasBinaryContent(masterKey);
        assertThat(restored.realm().config().get(Setting.STORE))
                .isEqualTo(realm.config().get(Setting.STORE));
        assertThat(auditFaults(restored.realm())).isEmpty();
        assertThat(Files.readString(root.resolve("audit/admin.jsonl")))
                .contains(AuditEvent.REALM_RESTORED.id(), backup.sha256(), NOON.toString());
        assertThat(restored.previous())
                .hasValueSatisfying(
                        folder -> assertThat(folder.resolve("realm.toml")).exists());
        assertAllPrivate(root);
        // Once more: the earlier content and the earlier schemas stay.
        assertThat(names(restore(true).realm())).contains(ALICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restoresToOtherStore(String store) throws Exception {
        RealmFolder realm = createRealm(store);
        addUser(realm, ALICE);
        putNote(realm, "first");
        backUp(realm);
        StoreLocation other = store.equals("sqlite") ? newDatabase() : FILES;
        Path copy = home.resolve("copy");

        try (BackupArchive archive = BackupArchive.open(file)) {
            new RealmRestore(archive, copy, clock, Randomness.secure())
                    .to(other)
                    .withStorePassword(PostgresServer.shared().password())
                    .run();
        }

        RealmFolder restored = RealmFolder.open(copy);
        assertThat(restored.config().get(Setting.STORE)).isEqualTo(other);
        assertThat(Files.exists(restored.principalDatabase())).isEqualTo(other.equals(FILES));
        assertThat(names(restored)).contains(ALICE);
        assertThat(notes(restored)).containsExactly("first");
        assertThat(auditFaults(restored)).isEmpty();
        assertThat(names(realm)).contains(ALICE);
    }

    @Test
    void writesPrivateFileWithManifest() throws Exception {
        RealmFolder realm = createRealm("sqlite");
        addUser(realm, ALICE);

        WrittenBackup backup = backUp(realm);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(backup.manifest().files())
                .containsKeys("realm.toml", "kdc/master.key", "kdc/principals.db", "audit/admin.jsonl", "as/audit.key")
                .doesNotContainKeys("kdc/principals.db-epoch", ".gitignore");
        assertThat(backup.manifest().content()).containsEntry("kdc/principals.db/principals", "4 rows");
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).containsExactlyInAnyOrder(root, file);
        }
        try (BackupArchive archive = BackupArchive.open(file)) {
            assertThat(archive.manifest()).isEqualTo(backup.manifest());
            assertThat(archive.sha256()).isEqualTo(backup.sha256());
        }
    }

    @Test
    void refusesTargetsThatAreNoNewFiles() throws Exception {
        RealmFolder realm = createRealm("sqlite");
        Files.writeString(file, "something else");

        assertRefused(RealmError.FILE_EXISTS, () -> backUp(realm));
        assertThat(file).hasContent("something else");
        for (Path target : List.of(Path.of("/dev/null"), home, root.resolve("backup.zip"))) {
            assertRefused(RealmError.BACKUP_TARGET, () -> new RealmBackup(realm).writeTo(target, NOON));
        }
        assertThat(root.resolve("backup.zip")).doesNotExist();
        assertRefused(
                RealmError.FILE_MISSING, () -> new RealmBackup(realm).writeTo(home.resolve("no/folder.zip"), NOON));
    }

    @Test
    void fullDiskLeavesNoFile() throws Exception {
        RealmFolder realm = createRealm("sqlite");
        Path disk = Files.createDirectory(home.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
        assumeTrue(mounted, "only root can mount a small disk");
        try {
            assertRefused(RealmError.DISK_FULL, () -> new RealmBackup(realm).writeTo(disk.resolve("realm.zip"), NOON));

            try (Stream<Path> left = Files.list(disk)) {
                assertThat(left).isEmpty();
            }
        } finally {
            run("umount", disk.toString());
        }
        assertThat(names(realm)).isNotEmpty();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void refusesTruncatedArchive() throws Exception {
        backUp(createRealm("sqlite"));
        byte[] whole = Files.readAllBytes(file);

        for (int length : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertArchiveRefused(RealmError.BACKUP_UNUSABLE);
        }
    }

    @Test
    void refusesChangedByteAnywhere() throws Exception {
        backUp(createRealm("sqlite"));
        byte[] whole = Files.readAllBytes(file);

        for (int position = 0; position < whole.length; position += 1 + whole.length / 60) {
            byte[] changed = whole.clone();
            changed[position] ^= 0x10;
            Files.write(file, changed);
            assertArchiveRefused(RealmError.BACKUP_UNUSABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "kdc/../../outside",
                "/outside",
                "kdc//outside",
                "a/b/c/d",
                "..",
                "kdc/.",
                "c:\\outside"
            })
    void refusesPathOutsideOfRealm(String path) throws Exception {
        backUp(createRealm("sqlite"));
        Map<String, byte[]> content = contentOf(file);
        byte[] outside = "outside".getBytes(StandardCharsets.UTF_8);
        content.put(path, outside);
        String line = "file/" + path.replace("\\", "\\\\").replace(":", "\\:") + "=7 "
                + HexFormat.of().formatHex(Sha256.digest(outside)) + "\n";
        appendToManifest(content, line);
        writeArchive(content);

        assertArchiveRefused(RealmError.BACKUP_UNUSABLE);
        assertThat(home.resolve("outside")).doesNotExist();
    }

    @Test
    void refusesArchivesWithOtherContent() throws Exception {
        backUp(createRealm("sqlite"));
        Map<String, byte[]> content = contentOf(file);

        writeArchive(without(content, "kdc/master.key"));
        assertArchiveRefused(RealmError.BACKUP_UNUSABLE);
        writeArchive(without(content, BackupArchive.MANIFEST));
        assertArchiveRefused(RealmError.BACKUP_UNUSABLE);
        Map<String, byte[]> more = new TreeMap<>(content);
        more.put("kdc/extra", new byte[1]);
        writeArchive(more);
        assertArchiveRefused(RealmError.BACKUP_UNUSABLE);
        Map<String, byte[]> newer = new TreeMap<>(content);
        appendToManifest(newer, "format=2\n");
        writeArchive(newer);
        assertArchiveRefused(RealmError.BACKUP_TOO_NEW);
        Files.writeString(file, "not an archive at all");
        assertArchiveRefused(RealmError.BACKUP_UNUSABLE);
    }

    @Test
    void refusesArchiveReadableByOthers() throws Exception {
        backUp(createRealm("sqlite"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertArchiveRefused(RealmError.INSECURE_PERMISSIONS);
    }

    @Test
    void refusesArchiveOfOtherRealm() throws Exception {
        backUp(createRealm("sqlite"));
        root = home.resolve("other");
        RealmFolder other = createRealm("sqlite");
        addUser(other, BOB);

        assertRefused(RealmError.BACKUP_OF_OTHER_REALM, () -> restore(true));
        assertThat(names(other)).contains(BOB);
    }

    @Test
    void replacesRealmOnlyOnRequest() throws Exception {
        RealmFolder realm = createRealm("sqlite");
        backUp(realm);
        addUser(realm, BOB);

        assertRefused(RealmError.REALM_EXISTS, () -> restore(false));
        assertThat(names(realm)).contains(BOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"as", "ca", "command"})
    void refusesToReplaceRunningRealm(String process) throws Exception {
        RealmFolder realm = createRealm("sqlite");
        backUp(realm);
        addUser(realm, BOB);
        try (AutoCloseable running = process.equals("command")
                ? AdminAuditLog.open(realm, "root", clock)
                : ServerAuditLog.open(realm, Party.valueOf(process.toUpperCase(Locale.ROOT)), 1, clock)) {
            assertThat(running).isNotNull();
            assertRefused(RealmError.STORE_IN_USE, () -> restore(true));
        }
        assertThat(names(realm)).contains(BOB);
        assertThat(names(restore(true).realm())).doesNotContain(BOB);
    }

    @Test
    void refusesDatabaseThatContainsRealm() throws Exception {
        RealmFolder realm = createRealm("postgres");
        backUp(realm);
        addUser(realm, BOB);
        root = home.resolve("copy");

        assertRefused(RealmError.DATABASE_NOT_EMPTY, () -> restore(false));

        assertThat(names(realm)).contains(BOB);
    }

    /** Fails between the files and the databases, as an interrupted restore does. */
    @Test
    void repeatsInterruptedRestore() throws Exception {
        RealmFolder realm = createRealm("sqlite");
        addUser(realm, ALICE);
        backUp(realm);
        Path copy = home.resolve("copy");
        StoreLocation unreachable = StoreLocation.parse("jdbc:postgresql://127.0.0.1:1/none?user=none");
        try (BackupArchive archive = BackupArchive.open(file)) {
            RealmRestore toUnreachable = new RealmRestore(archive, copy, clock, Randomness.secure())
                    .to(unreachable)
                    .withStorePassword("secret");
            assertRefused(RealmError.DATABASE_UNREACHABLE, toUnreachable::run);
            assertThat(copy.resolve("kdc/master.key")).exists();
            assertRefused(RealmError.REALM_UNFINISHED, () -> RealmFolder.open(copy));

            new RealmRestore(archive, copy, clock, Randomness.secure()).run();
        }
        assertThat(names(RealmFolder.open(copy))).contains(ALICE);
    }

    /** The folder stays as it is until the restored one is complete. */
    @Test
    void failedReplacementChangesNothing() throws Exception {
        RealmFolder realm = createRealm("sqlite");
        backUp(realm);
        addUser(realm, BOB);
        StoreLocation unreachable = StoreLocation.parse("jdbc:postgresql://127.0.0.1:1/none?user=none");
        try (BackupArchive archive = BackupArchive.open(file)) {
            RealmRestore toUnreachable = new RealmRestore(archive, root, clock, Randomness.secure())
                    .to(unreachable)
                    .withStorePassword("secret")
                    .replacingExisting();
            assertRefused(RealmError.DATABASE_UNREACHABLE, toUnreachable::run);
        }
        assertThat(names(RealmFolder.open(root))).contains(BOB);

        assertThat(names(restore(true).realm())).doesNotContain(BOB);
        assertThat(home.resolve("realm.restoring")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void crlNumberAndRevocationsDoNotGoBack(String store) throws Exception {
        RealmFolder realm = createRealm(store);
        reserve(realm, "0A");
        backUp(realm);
        reserve(realm, "0B");
        clock.advance(Duration.ofSeconds(10));
        Crl last = publish(realm);
        for (String serial : List.of("0A", "0B")) {
            last = revoke(realm, serial);
        }

        RestoredRealm restored = restore(true);

        assertThat(restored.keptRevocations()).isEqualTo(2);
        Crl next = publish(restored.realm());
        assertThat(next.number()).isGreaterThan(last.number());
        assertThat(next.revoked()).hasSize(2);
    }

    @Test
    void crlNumberRisesInNewFolder() throws Exception {
        RealmFolder realm = createRealm("sqlite");
        backUp(realm);
        clock.advance(Duration.ofSeconds(10));
        Crl last = publish(realm);
        for (int i = 0; i < 20; i++) {
            last = publish(realm);
        }
        root = home.resolve("copy");

        assertThat(publish(restore(false).realm()).number()).isGreaterThan(last.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void refusesRequestsThatWereSentBeforeRestore(String store) throws Exception {
        RealmFolder realm = createRealm(store);
        backUp(realm);
        Duration twiceTheSkew = realm.config().get(Setting.SKEW).multipliedBy(2);
        Instant sent = clock.instant();
        Bytes request = Bytes.ofHex("0123");
        withReplays(realm, replays -> replays.claim(request, sent.plus(twiceTheSkew)));
        clock.advance(Duration.ofSeconds(1));

        RealmFolder restored = restore(true).realm();

        withReplays(restored, replays -> {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> replays.claim(request, sent.plus(twiceTheSkew)))
                    .returns(ErrorCode.KRB_AP_ERR_REPEAT, Refusal::code);
            clock.advance(Duration.ofMillis(1));
            replays.claim(Bytes.ofHex("4567"), clock.instant().plus(twiceTheSkew));
        });
    }

    @Test
    void enrolmentTokenOfBackupIsNotAcceptedAgain() throws Exception {
        RealmFolder realm = createRealm("sqlite", Map.of("guards", "enrolment-token"));
        SecretBytes used = new EnrolmentTokenFiles(realm).readToken();
        backUp(realm);

        EnrolmentTokenFiles restored = new EnrolmentTokenFiles(restore(true).realm());

        assertThat(restored.isExpected(used)).isFalse();
        assertThat(restored.isExpected(restored.readToken())).isTrue();
    }

    private RealmFolder createRealm(String store) throws RealmException {
        return createRealm(store, Map.of());
    }

    private RealmFolder createRealm(String store, Map<String, String> settings) throws RealmException {
        Map<String, String> all = new TreeMap<>(settings);
        RealmInitializer initializer =
                new RealmInitializer(NOON, Randomness.secure(), Trace.NONE).withAuthorityKeys(() -> CA_KEYS);
        if (store.equals("postgres")) {
            all.put("store", PostgresServer.shared().createDatabase());
            initializer = initializer.withStorePassword(PostgresServer.shared().password());
        }
        return initializer.create(root, RealmTemplate.render(0, all));
    }

    private static StoreLocation newDatabase() throws RealmException {
        return StoreLocation.parse(PostgresServer.shared().createDatabase());
    }

    private WrittenBackup backUp(RealmFolder realm) throws RealmException {
        return new RealmBackup(realm).writeTo(file, clock.instant());
    }

    private RestoredRealm restore(boolean replace) throws RealmException {
        try (BackupArchive archive = BackupArchive.open(file)) {
            RealmRestore restore = new RealmRestore(archive, root, clock, Randomness.secure());
            return replace ? restore.replacingExisting().run() : restore.run();
        }
    }

    private void addUser(RealmFolder realm, PrincipalName name) throws RealmException {
        try (PrincipalStore principals = RealmStores.of(realm).principals(Randomness.secure());
                AdminAuditLog audit = AdminAuditLog.open(realm, "root", clock)) {
            new UserProvisioner(principals, realm.config().profile(), Randomness.secure())
                    .add(name, "password".toCharArray(), NOON);
            audit.record(audit.newEntry(AuditEvent.USER_ADDED).with("client", name));
        }
    }

    private static List<PrincipalName> names(RealmFolder realm) throws RealmException {
        try (PrincipalStore principals = RealmStores.of(realm).principals(Randomness.secure())) {
            return principals.list().stream().map(PrincipalEntry::name).toList();
        }
    }

    private static void putNote(RealmFolder realm, String name) throws Exception {
        try (NoteStore notes = RealmStores.of(realm).notes(Party.SERVICE, NoteLimits.DEFAULT)) {
            notes.put(ALICE, name, "text", NOON);
        }
    }

    private static List<String> notes(RealmFolder realm) throws RealmException {
        try (NoteStore notes = RealmStores.of(realm).notes(Party.SERVICE, NoteLimits.DEFAULT)) {
            return notes.names(ALICE);
        }
    }

    private static void reserve(RealmFolder realm, String serial) throws RealmException {
        try (CertificateLedger ledger = RealmStores.of(realm).ledger()) {
            ledger.reserve(serial, BOB, NOON, NOON.plusSeconds(3600), NOON);
        }
    }

    private Crl revoke(RealmFolder realm, String serial) throws RealmException {
        try (CertificateLedger ledger = RealmStores.of(realm).ledger()) {
            ledger.revoke(serial, RevocationReason.KEY_COMPROMISE, clock.instant());
        }
        return publish(realm);
    }

    private Crl publish(RealmFolder realm) throws RealmException {
        CertificateAuthority authority =
                PemFiles.readAuthority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        try (CertificateLedger ledger = RealmStores.of(realm).ledger()) {
            return new CrlPublisher(authority, ledger, realm, crl -> {})
                    .publish(clock.instant())
                    .crl();
        }
    }

    private interface ReplayTest {
        void run(ReplayCache replays) throws Refusal;
    }

    private void withReplays(RealmFolder realm, ReplayTest test) throws RealmException, Refusal {
        try (NoteStore notes = RealmStores.of(realm).notes(Party.SERVICE, NoteLimits.DEFAULT)) {
            test.run(notes.replays("desk/localhost", clock));
        }
    }

    private static List<AuditLogVerifier.LogFault> auditFaults(RealmFolder realm) throws RealmException {
        return AuditLogVerifier.verify(realm).stream()
                .flatMap(log -> log.faults().stream())
                .toList();
    }

    private static void assertAllPrivate(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("mode of %s", path)
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    private interface RefusedOperation {
        void run() throws RealmException;
    }

    private static void assertRefused(RealmError error, RefusedOperation operation) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(operation::run)
                .returns(error, RealmException::error);
    }

    private void assertArchiveRefused(RealmError error) {
        assertRefused(error, () -> BackupArchive.open(file).close());
    }

    private static Map<String, byte[]> contentOf(Path archive) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                content.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return content;
    }

    private static Map<String, byte[]> without(Map<String, byte[]> content, String path) {
        Map<String, byte[]> less = new TreeMap<>(content);
        less.remove(path);
        return less;
    }

    private static void appendToManifest(Map<String, byte[]> content, String line) {
        byte[] manifest = content.get(BackupArchive.MANIFEST);
        byte[] added = line.getBytes(StandardCharsets.UTF_8);
        byte[] changed = Arrays.copyOf(manifest, manifest.length + added.length);
        System.arraycopy(added, 0, changed, manifest.length, added.length);
        content.put(BackupArchive.MANIFEST, changed);
    }

    private void writeArchive(Map<String, byte[]> content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setComment(BackupArchive.UNSEALED);
            for (Map.Entry<String, byte[]> each : content.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
            }
        }
        BackupArchive.seal(file);
    }
}
