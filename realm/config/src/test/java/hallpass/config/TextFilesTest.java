package hallpass.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFilesTest {
    @TempDir
    private Path folder;

    @Test
    void dropsByteOrderMarkAtTheBeginningOnly() throws Exception {
        assertThat(TextFiles.decode(bytes("\ufeffrealm = \"A\"\n"), "f")).isEqualTo("realm = \"A\"\n");
        assertThat(TextFiles.decode(bytes("a\ufeff"), "f")).isEqualTo("a\ufeff");
        assertThat(TextFiles.decode(new byte[0], "f")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff\u00fer\0e\0", "\u00fe\u00ff\0r", "caf\u00e9", "\u00c3", "\u00ed\u00a0\u0080"})
    void neverReplacesMalformedBytes(String latin1) throws Exception {
        Path file = folder.resolve("realm.toml");
        Files.write(file, latin1.getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> TextFiles.read(file, 100))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.NOT_UTF8));
    }

    @Test
    void opensRealmWithByteOrderMark() throws Exception {
        RealmFolder made = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        Path toml = made.root().resolve("realm.toml");
        Files.writeString(toml, "\ufeff" + Files.readString(toml));

        RealmFolder opened = RealmFolder.open(made.root());
        opened.writeRoutes(Map.of());
        assertThat(RealmFolder.open(made.root()).config().realm()).isEqualTo("HALLPASS.TEST");
    }

    @Test
    void refusesMalformedKeytab() throws Exception {
        Path file = folder.resolve("service.keys");
        PrivateFiles.write(file, "desk/loc\u00e4l 1 aes 00\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> Keytab.read(file))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.NOT_UTF8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3 cret", "s3 cret\n", "s3 cret\r\n", "\ufeffs3 cret\n"})
    void readsStorePasswordWithoutMarkAndLineEnd(String content) throws Exception {
        Path file = folder.resolve("store.password");
        PrivateFiles.write(file, bytes(content));

        assertThat(StorePassword.read(file)).isEqualTo("s3 cret");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
