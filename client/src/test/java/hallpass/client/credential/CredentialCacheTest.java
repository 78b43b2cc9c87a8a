package hallpass.client.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.client.exchange.HeldInTests;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmTemplate;
import hallpass.testkit.LabRealm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialCacheTest {
    private static final String REALM = "HALLPASS.TEST";

    private final LabRealm lab = new LabRealm();
    private final Wallet wallet = Wallet.EMPTY
            .with(HeldInTests.ticket(lab))
            .with(HeldInTests.token(lab), HeldInTests.ticket(lab))
            .with(HeldInTests.session());

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatWasKept() throws Exception {
        cache().update(empty -> wallet);

        assertThat(cache().read()).isEqualTo(wallet);
    }

    @Test
    void isEmptyWhereNothingWasKept() throws Exception {
        assertThat(cache().read()).isEqualTo(Wallet.EMPTY);
    }

    @Test
    void isForItsOwnerAloneInAFolderThatIsToo() throws Exception {
        cache().update(empty -> wallet);

        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(file().getParent())).isEqualTo("rwx------");
    }

    @Test
    void leavesTheModeOfAFolderThatWasThereBefore() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));

        CredentialCache.at(shared.resolve("mine"), REALM).update(empty -> wallet);

        assertThat(mode(shared)).isEqualTo("rwxr-xr-x");
        assertThat(mode(shared.resolve("mine"))).isEqualTo("rw-------");
    }

    @Test
    void keepsTheCredentialsOfTwoRealmsOfOneNameApart() throws Exception {
        RealmFolder one = RealmFolder.create(folder.resolve("one"), RealmTemplate.render());
        RealmFolder other = RealmFolder.create(folder.resolve("other"), RealmTemplate.render());
        Path link = Files.createSymbolicLink(folder.resolve("link"), one.root());

        assertThat(fileOf(one)).isNotEqualTo(fileOf(other));
        assertThat(fileOf(RealmFolder.open(link))).as("by another path").isEqualTo(fileOf(one));
    }

    private Path fileOf(RealmFolder realm) {
        return CredentialCache.of(realm, Map.of(), folder).file();
    }

    @Test
    void refusesAFileThatOthersCanRead() throws Exception {
        cache().update(empty -> wallet);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        assertProblem("others than its owner");
    }

    @Test
    void refusesAFileThatIsTornAtAnyByte() throws Exception {
        cache().update(empty -> wallet);
        byte[] whole = Files.readAllBytes(file());
        List<Integer> ends = frameEnds(whole);

        for (int length = 0; length < whole.length; length++) {
            if (!ends.contains(length)) {
                Files.write(file(), Arrays.copyOf(whole, length));
                assertProblem("hallpass logout");
            }
        }
    }

    @Test
    void refusesAFileOfAnotherKind() throws Exception {
        cache().update(empty -> wallet);
        Files.writeString(file(), "[kerberos]\nrealm = \"HALLPASS.TEST\"\n");

        assertProblem("hallpass logout");
    }

    @Test
    void refusesTheCredentialsOfAnotherRealm() throws Exception {
        CredentialCache.at(file(), "OTHER.TEST").update(empty -> wallet);

        assertProblem("OTHER.TEST");
    }

    @Test
    void refusesAFormatThatItDoesNotKnow() throws Exception {
        cache().update(empty -> wallet);
        byte[] newer = Files.readAllBytes(file());
        // After the frame's header (5) and the magic (2 + 20), the version's length (2) and its four bytes.
        newer[32] = 2;
        Files.write(file(), newer);

        assertProblem("format 2");
    }

    @Test
    void refusesAFileThatIsTooLong() throws Exception {
        cache().update(empty -> wallet);
        Files.write(file(), new byte[2 * 1024 * 1024]);

        assertProblem("longer than");
    }

    @Test
    void aLoginReplacesWhatCannotBeRead() throws Exception {
        cache().update(empty -> wallet);
        Files.writeString(file(), "torn");

        cache().renew(kept -> kept.with(HeldInTests.ticket(lab)));

        assertThat(cache().read().ticket()).contains(HeldInTests.ticket(lab));
    }

    @Test
    void wipesAndRemovesTheFile() throws Exception {
        cache().update(empty -> wallet);
        Path link = Files.createLink(folder.resolve("link"), file());

        assertThat(cache().wipe()).isTrue();

        assertThat(file()).doesNotExist();
        assertThat(Files.readAllBytes(link)).containsOnly(0);
        assertThat(cache().wipe()).isFalse();
    }

    @Test
    void wipesAFileThatCannotBeRead() throws Exception {
        cache().update(empty -> wallet);
        Files.writeString(file(), "torn");

        assertThat(cache().wipe()).isTrue();
        assertThat(file()).doesNotExist();
    }

    @Test
    void losesNoneOfManyChangesAtTheSameTime() throws Exception {
        cache().update(empty -> Wallet.EMPTY);

        CompletableFuture<?>[] changes = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> keepSession("ID-Client" + i)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(changes).join();

        assertThat(cache().read().sessions()).hasSize(8);
    }

    @Test
    void livesWhereTheVariablesSay() throws Exception {
        RealmFolder realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        Path home = Path.of("/home/alice");

        assertThat(place(realm, Map.of(), home)).isEqualTo("/home/alice/.local/state/hallpass");
        assertThat(place(realm, Map.of("XDG_STATE_HOME", "/state"), home)).isEqualTo("/state/hallpass");
        assertThat(place(realm, Map.of("XDG_STATE_HOME", "relative"), home))
                .isEqualTo("/home/alice/.local/state/hallpass");
        assertThat(CredentialCache.of(realm, Map.of("HALLPASS_CACHE", "/tmp/mine", "XDG_STATE_HOME", "/state"), home)
                        .file())
                .isEqualTo(Path.of("/tmp/mine"));
    }

    private static String place(RealmFolder realm, Map<String, String> variables, Path home) {
        Path file = CredentialCache.of(realm, variables, home).file();
        assertThat(file.getFileName().toString()).matches("HALLPASS\\.TEST-[0-9a-f]{12}\\.cache");
        return String.valueOf(file.getParent());
    }

    @Test
    void showsNoKeyInItsText() {
        String shown = wallet.toString();

        assertThat(shown).contains("K_session (128-bit key)").doesNotContain("50515253");
    }

    @Test
    void aNewTicketDropsTheTokensOfTheOneBefore() {
        assertThat(wallet.with(HeldInTests.ticket(lab)).tokens()).isEmpty();
        assertThat(wallet.with(HeldInTests.ticket(lab)).sessions()).hasSize(1);
    }

    @Test
    void aTokenOfATicketThatWasReplacedIsNotKept() {
        Wallet loggedOut = new Wallet(Optional.empty(), List.of(), List.of());

        assertThat(loggedOut.with(HeldInTests.token(lab), HeldInTests.ticket(lab)))
                .isEqualTo(loggedOut);
    }

    @Test
    void nothingIsGoodAtItsExpiryInstant() {
        HeldTicket ticket = HeldInTests.ticket(lab);

        assertThat(wallet.goodAt(ticket.expiresAt()).isEmpty()).isTrue();
        assertThat(wallet.goodAt(ticket.expiresAt().minusMillis(1))).isEqualTo(wallet);
    }

    private void keepSession(String name) {
        try {
            cache().update(kept -> {
                HeldSession one = HeldInTests.session();
                return kept.with(new HeldSession(
                        new PrincipalName(name), one.server(), one.sessionKey(), one.issuedAt(), one.lifetime()));
            });
        } catch (CacheProblem e) {
            throw new AssertionError(e);
        }
    }

    private void assertProblem(String words) {
        assertThatExceptionOfType(CacheProblem.class)
                .isThrownBy(() -> cache().read())
                .withMessageContaining(words)
                .withMessageContaining(file().toString());
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
