package hallpass.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.trace.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealmFolderTest {
    @TempDir
    private Path parent;

    @Test
    void makesAPrivateFolderForEachProcess() throws Exception {
        RealmFolder realm = RealmFolder.create(parent.resolve("realm"), RealmTemplate.render());
        try (Stream<Path> entries = Files.list(realm.root())) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("realm.toml", "kdc", "as", "tgs", "service", "ca", "app", "client");
        }
        try (Stream<Path> entries = Files.walk(realm.root())) {
            for (Path path : entries.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void opensWhatWasMade() throws Exception {
        Path root = Files.createDirectory(parent.resolve("empty"));
        RealmFolder.create(root, RealmTemplate.render());
        RealmFolder realm = RealmFolder.open(root);
        assertThat(realm.config()).isEqualTo(RealmConfig.defaults());
        assertThat(realm.of(Party.REALM)).isEqualTo(root);
        assertThat(Stream.of(
                                realm.principals(),
                                realm.masterKey(),
                                realm.serviceKeys(),
                                realm.notes(Party.SERVICE),
                                realm.notes(Party.APP),
                                realm.authorityCertificate(Party.CA),
                                realm.authorityCertificate(Party.CLIENT),
                                realm.authorityKey(),
                                realm.ledger(),
                                realm.serverCertificate(),
                                realm.serverKey(),
                                realm.log(Party.TGS))
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
    void saysHowToMakeARealmWhereThereIsNone() {
        Path none = parent.resolve("none");
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> RealmFolder.open(none))
                .withMessage("There is no realm in " + none
                        + ": it has no realm.toml. Make one with: hallpass realm init " + none);
    }

    @Test
    void leavesAFolderAloneThatIsNotEmpty() throws Exception {
        Path other = Files.writeString(parent.resolve("letter.txt"), "dear");
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> RealmFolder.create(parent, RealmTemplate.render()))
                .withMessageContaining("is not empty");
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> RealmFolder.create(other, RealmTemplate.render()))
                .withMessageContaining("is no folder that this user can read");
        try (Stream<Path> entries = Files.list(parent)) {
            assertThat(entries).containsExactly(other);
        }
    }

    @Test
    void makesNothingOfABadConfiguration() {
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> RealmFolder.create(parent.resolve("realm"), "colour = 'red'"));
        assertThat(parent.resolve("realm")).doesNotExist();
    }

    @Test
    void isNoRealmBeforeItsContentIsWhole(@TempDir Path parent) {
        Path root = parent.resolve("realm");
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> RealmFolder.create(root, RealmTemplate.render(), realm -> {
                    throw new RealmProblem("the disk is full");
                }));

        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> RealmFolder.open(root))
                .withMessageContaining("has no realm.toml");
    }
}
