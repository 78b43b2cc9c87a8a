package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.config.RealmException;
import hallpass.message.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose part of the realm is missing does not start, and creates nothing. */
class IncompleteRealmServersTest {
    private static final Map<Party, List<String>> REQUIRED = Map.of(
            Party.AS, List.of("kdc/principals.db", "kdc/master.key", "as/audit.key", "audit/as.pub", "audit"),
            Party.TGS, List.of("kdc/principals.db", "tgs/replays.db", "tgs/audit.key"),
            Party.SERVICE, List.of("service/notes.db", "service/service.keys", "audit/service.pub"),
            Party.CA, List.of("ca/certificates.db", "ca/ca.key", "ca/ca.crt", "ca/audit.key"),
            Party.APP, List.of("app/notes.db", "app/ca.crt"));

    @TempDir
    Path folder;

    @Test
    void refusesToStart() throws Exception {
        Path root = folder.resolve("realm");
        try (RealmServer realm = RealmServer.builder()
                .folder(root)
                .setting("guards", "replay-cache")
                .create()) {
            for (Map.Entry<Party, List<String>> entry : REQUIRED.entrySet()) {
                for (String name : entry.getValue()) {
                    Path file = root.resolve(name);
                    Files.move(file, folder.resolve("away"));

                    assertThatExceptionOfType(RealmException.class)
                            .as(name)
                            .isThrownBy(() -> realm.listen(entry.getKey()))
                            .satisfies(e -> assertThat(e.error().name()).isIn("REALM_INCOMPLETE", "AUDIT_KEY_MISSING"));
                    assertThat(file).doesNotExist();

                    Files.move(folder.resolve("away"), file);
                }
            }
            realm.start(Party.SERVERS);
        }
    }
}
