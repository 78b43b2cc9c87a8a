package hallpass.client.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.client.credential.CredentialCacheException.Problem;
import hallpass.client.exchange.SampleCredentials;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.fixtures.ExchangeFixture;
import hallpass.message.PrincipalName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialCacheTest {
    private static final String REALM = "HALLPASS.TEST";

    private final ExchangeFixture lab = new ExchangeFixture();
    private final Credentials credentials = Credentials.EMPTY
            .with(SampleCredentials.ticket(lab))
            .with(SampleCredentials.token(lab), SampleCredentials.ticket(lab))
            .with(SampleCredentials.session());

    @TempDir
    private Path folder;

    @Test
    void readsWhatWasWritten() throws Exception {
        cache().update(empty -> credentials);

        assertThat(cache().read()).isEqualTo(credentials);
    }

    @Test
    void isEmptyWithoutAFile() throws Exception {
        assertThat(cache().read()).isEqualTo(Credentials.EMPTY);
    }

    @Test
    void createsPrivateFileInPrivateFolder() throws Exception {
        cache().update(empty -> credentials);

        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(file().getParent())).isEqualTo("rwx------");
    }

    @Test
    void keepsModeOfExistingFolder() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));

        CredentialCache.at(shared.resolve("mine"), REALM).update(empty -> credentials);

        assertThat(mode(shared)).isEqualTo("rwxr-xr-x");
        assertThat(mode(shared.resolve("mine"))).isEqualTo("rw-------");
    }

    @Test
    void separatesRealmsWithTheSameName() throws Exception {
        RealmFolder one = RealmFolder.create(folder.resolve("one"), RealmTemplate.render());
        RealmFolder other = RealmFolder.create(folder.resolve("other"), RealmTemplate.render());
        Path link = Files.createSymbolicLink(folder.resolve("link"), one.root());

        assertThat(fileOf(one)).isNotEqualTo(fileOf(other));
        assertThat(fileOf(RealmFolder.open(link))).as("through a link").isEqualTo(fileOf(one));
    }

    private Path fileOf(RealmFolder realm) throws Exception {
        return CredentialCache.forRealm(realm, Map.of(), Optional.of(folder)).file();
    }

    @Test
    void refusesFileReadableByOthers() throws Exception {
        cache().update(empty -> credentials);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        assertUnreadable(Problem.UNUSABLE_FILE, "rw-r--r--");
    }

    @Test
    void refusesFileTruncatedAtAnyByte() throws Exception {
        cache().update(empty -> credentials);
        byte[] whole = Files.readAllBytes(file());
        List<Integer> ends = frameEnds(whole);

        for (int length = 1; length < whole.length; length++) {
            if (!ends.contains(length)) {
                Files.write(file(), Arrays.copyOf(whole, length));
                boolean signed = length >= CredentialsCodec.SIGNATURE_END;
                assertUnreadable(signed ? Problem.MALFORMED : Problem.NOT_A_CACHE, signed ? "cannot be used" : "not a");
            }
        }
    }

    @Test
    void refusesAnotherFileFormat() throws Exception {
        cache().update(empty -> credentials);
        Files.writeString(file(), "[kerberos]\nrealm = \"HALLPASS.TEST\"\n");

        assertUnreadable(Problem.NOT_A_CACHE, "is not a credentials cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "milk and bread\n", "\0\0\0\36\1\0\24hallpass credential_", "#!/bin/sh\n"})
    void neverChangesFileOfAnotherFormat(String content) throws Exception {
        Path notes = folder.resolve("notes.txt");
        Files.writeString(notes, content);
        CredentialCache cache = CredentialCache.at(notes, REALM);

        assertNotACache(cache::read);
        assertNotACache(cache::wipe);
        assertNotACache(cache::requireWritable);
        assertNotACache(() -> cache.update(empty -> credentials));
        assertNotACache(() -> cache.updateOrReplace(empty -> credentials));

        assertThat(notes).hasContent(content);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(notes));
    }

    @Test
    void neverChangesDeviceFolderOrLink() throws Exception {
        CredentialCache mine = CredentialCache.at(folder.resolve("target.cache"), REALM);
        mine.update(empty -> credentials);
        Path link = Files.createSymbolicLink(folder.resolve("link"), mine.file());
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));

        for (Path path : List.of(Path.of("/dev/null"), Files.createDirectory(folder.resolve("dir")), link, dangling)) {
            Object before =
                    Files.readAttributes(path, "*", LinkOption.NOFOLLOW_LINKS).get("fileKey");
            CredentialCache cache = CredentialCache.at(path, REALM);
            assertNotACache(cache::read);
            assertNotACache(cache::wipe);
            assertNotACache(cache::requireWritable);
            assertNotACache(() -> cache.updateOrReplace(empty -> credentials));
            assertThat(Files.readAttributes(path, "*", LinkOption.NOFOLLOW_LINKS)
                            .get("fileKey"))
                    .isEqualTo(before);
        }
        assertThat(mine.read()).isEqualTo(credentials);
    }

    @Test
    void replacesEmptyFileAndKeepsItAtLogout() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        CredentialCache cache = CredentialCache.at(empty, REALM);

        assertThat(cache.read()).isEqualTo(Credentials.EMPTY);
        assertThat(cache.wipe()).isFalse();
        assertThat(empty).exists();
        cache.updateOrReplace(none -> credentials);
        assertThat(cache.read()).isEqualTo(credentials);
    }

    @Test
    void needsHomeFolderOrVariable() throws Exception {
        RealmFolder realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());

        for (Optional<Path> home :
                List.of(Optional.<Path>empty(), Optional.of(Path.of("?")), Optional.of(Path.of("")))) {
            assertThatExceptionOfType(CredentialCacheException.class)
                    .isThrownBy(() -> CredentialCache.forRealm(realm, Map.of("XDG_STATE_HOME", "state"), home))
                    .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.NO_HOME));
            assertThat(CredentialCache.forRealm(realm, Map.of("XDG_STATE_HOME", "/state"), home)
                            .file()
                            .getParent())
                    .isEqualTo(Path.of("/state/hallpass"));
        }
    }

    private static void assertNotACache(ThrowingCallable action) {
        assertThatExceptionOfType(CredentialCacheException.class)
                .isThrownBy(action)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.NOT_A_CACHE));
    }

    @Test
    void refusesCredentialsOfAnotherRealm() throws Exception {
        CredentialCache.at(file(), "OTHER.TEST").update(empty -> credentials);

        assertUnreadable(Problem.MALFORMED, "OTHER.TEST");
    }

    @Test
    void refusesUnknownVersion() throws Exception {
        cache().update(empty -> credentials);
        byte[] newer = Files.readAllBytes(file());
        // Skips the frame header (5 bytes), the magic (2 + 20) and the length of the version (2).
        newer[32] = 2;
        Files.write(file(), newer);

        assertUnreadable(Problem.MALFORMED, "format 2");
    }

    @Test
    void refusesOversizedFile() throws Exception {
        cache().update(empty -> credentials);
        Files.write(file(), new byte[2 * 1024 * 1024], StandardOpenOption.APPEND);

        assertUnreadable(Problem.UNUSABLE_FILE, "");
    }

    @Test
    void loginReplacesUnreadableFile() throws Exception {
        cache().update(empty -> credentials);
        Files.writeString(file(), "torn", StandardOpenOption.APPEND);

        cache().updateOrReplace(kept -> kept.with(SampleCredentials.ticket(lab)));

        assertThat(cache().read().ticket()).contains(SampleCredentials.ticket(lab));
    }

    @Test
    void overwritesAndDeletesFile() throws Exception {
        cache().update(empty -> credentials);
        Path link = Files.createLink(folder.resolve("link"), file());

        assertThat(cache().wipe()).isTrue();

        assertThat(file()).doesNotExist();
        assertThat(Files.readAllBytes(link)).containsOnly(0);
        assertThat(cache().wipe()).isFalse();
    }

    @Test
    void wipesUnreadableFile() throws Exception {
        cache().update(empty -> credentials);
        Files.writeString(file(), "torn", StandardOpenOption.APPEND);

        assertThat(cache().wipe()).isTrue();
        assertThat(file()).doesNotExist();
    }

    @Test
    void keepsAllConcurrentUpdates() throws Exception {
        cache().update(empty -> Credentials.EMPTY);

        CompletableFuture<?>[] changes = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> addSession("ID-Client" + i)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(changes).join();

        assertThat(cache().read().sessions()).hasSize(8);
    }

    @Test
    void followsEnvironmentVariables() throws Exception {
        RealmFolder realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        Path home = Path.of("/home/alice");

        assertThat(cacheFolder(realm, Map.of(), home)).isEqualTo("/home/alice/.local/state/hallpass");
        assertThat(cacheFolder(realm, Map.of("XDG_STATE_HOME", "/state"), home)).isEqualTo("/state/hallpass");
        assertThat(cacheFolder(realm, Map.of("XDG_STATE_HOME", "relative"), home))
                .isEqualTo("/home/alice/.local/state/hallpass");
        assertThat(CredentialCache.forRealm(
                                realm,
                                Map.of("HALLPASS_CACHE", "/tmp/mine", "XDG_STATE_HOME", "/state"),
                                Optional.of(home))
                        .file())
                .isEqualTo(Path.of("/tmp/mine"));
    }

    private static String cacheFolder(RealmFolder realm, Map<String, String> variables, Path home) throws Exception {
        Path file =
                CredentialCache.forRealm(realm, variables, Optional.of(home)).file();
        assertThat(file.getFileName().toString()).matches("HALLPASS\\.TEST-[0-9a-f]{12}\\.cache");
        return String.valueOf(file.getParent());
    }

    @Test
    void toStringHidesKeys() {
        String shown = credentials.toString();

        assertThat(shown).contains("K_session (128-bit key)").doesNotContain("50515253");
    }

    @Test
    void newTicketDropsOldTokens() {
        assertThat(credentials.with(SampleCredentials.ticket(lab)).tokens()).isEmpty();
        assertThat(credentials.with(SampleCredentials.ticket(lab)).sessions()).hasSize(1);
    }

    @Test
    void dropsTokenOfReplacedTicket() {
        Credentials loggedOut = new Credentials(Optional.empty(), List.of(), List.of());

        assertThat(loggedOut.with(SampleCredentials.token(lab), SampleCredentials.ticket(lab)))
                .isEqualTo(loggedOut);
    }

    @Test
    void nothingIsValidAtItsExpiryTime() {
        CachedTicket ticket = SampleCredentials.ticket(lab);

        assertThat(credentials.validAt(ticket.expiresAt()).isEmpty()).isTrue();
        assertThat(credentials.validAt(ticket.expiresAt().minusMillis(1))).isEqualTo(credentials);
    }

    private void addSession(String name) {
        try {
            cache().update(kept -> {
                CachedSession one = SampleCredentials.session();
                return kept.with(new CachedSession(
                        new PrincipalName(name), one.server(), one.sessionKey(), one.issuedAt(), one.lifetime()));
            });
        } catch (CredentialCacheException e) {
            throw new AssertionError(e);
        }
    }

    private void assertUnreadable(Problem problem, String words) {
        assertThatExceptionOfType(CredentialCacheException.class)
                .isThrownBy(() -> cache().read())
                .withMessageContaining(words)
                .withMessageContaining(file().toString())
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private static List<Integer> frameEnds(byte[] frames) {
        List<Integer> ends = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(frames);
        while (in.hasRemaining()) {
            int length = in.getInt();
            in.position(in.position() + length);
            ends.add(in.position());
        }
        return ends;
    }

    private CredentialCache cache() {
        return CredentialCache.at(file(), REALM);
    }

    private Path file() {
        return folder.resolve("hallpass").resolve("HALLPASS.TEST.cache");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
