package hallpass.store;

import static hallpass.store.StoreTestSupport.ALICE;
import static hallpass.store.StoreTestSupport.BOB;
import static hallpass.store.StoreTestSupport.LATER;
import static hallpass.store.StoreTestSupport.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
final class NoteStoreTest {
    private static final NoteLimits LIMITS = new NoteLimits(2, 10);

    @Parameter
    private DatabaseKind kind;

    @TempDir
    private Path folder;

    private DatabaseLocation location;
    private NoteStore notes;

    @BeforeEach
    void create() throws Exception {
        location = kind.location(folder, "notes");
        notes = NoteStore.create(location, LIMITS);
    }

    @AfterEach
    void close() {
        notes.close();
    }

    @Test
    void keepsNotesAcrossRestart() throws Exception {
        notes.put(ALICE, "b", "line\nZoë\u0000", NOW);
        notes.put(ALICE, "a", "", NOW);
        notes.close();
        StoreTestSupport.assertAllPrivate(folder);
        notes = NoteStore.open(location, LIMITS);
        assertThat(notes.names(ALICE)).containsExactly("a", "b");
        assertThat(notes.find(ALICE, "b")).contains("line\nZoë\u0000");
        assertThat(notes.find(ALICE, "a")).contains("");
    }

    @Test
    void replacesNoteOfSameName() throws Exception {
        notes.put(ALICE, "a", "one", NOW);
        notes.put(ALICE, "a", "two", LATER);
        assertThat(notes.find(ALICE, "a")).contains("two");
        assertThat(notes.names(ALICE)).containsExactly("a");
    }

    @Test
    void separatesNotesByOwner() throws Exception {
        notes.put(ALICE, "a", "hers", NOW);
        assertThat(notes.find(BOB, "a")).isEmpty();
        assertThat(notes.names(BOB)).isEmpty();
        assertThat(notes.remove(BOB, "a")).isFalse();
        notes.put(BOB, "a", "his", NOW);
        assertThat(notes.find(ALICE, "a")).contains("hers");
        assertThat(notes.remove(BOB, "a")).isTrue();
        assertThat(notes.find(ALICE, "a")).contains("hers");
    }

    @Test
    void removesNoteOnce() throws Exception {
        notes.put(ALICE, "a", "x", NOW);
        assertThat(notes.remove(ALICE, "a")).isTrue();
        assertThat(notes.remove(ALICE, "a")).isFalse();
        assertThat(notes.find(ALICE, "a")).isEmpty();
    }

    @Test
    void limitsNotesPerOwner() throws Exception {
        notes.put(ALICE, "a", "x", NOW);
        notes.put(ALICE, "b", "x", NOW);
        assertThatExceptionOfType(NoteLimitException.class)
                .isThrownBy(() -> notes.put(ALICE, "c", "x", NOW))
                .withMessage("You already have 2 notes, the maximum: remove one first.");
        assertThat(notes.names(ALICE)).containsExactly("a", "b");
        notes.put(ALICE, "b", "y", NOW);
        notes.put(BOB, "c", "x", NOW);
        notes.remove(ALICE, "a");
        notes.put(ALICE, "c", "x", NOW);
        assertThat(notes.names(ALICE)).containsExactly("b", "c");
    }

    @Test
    void refusesOversizedTextOrName() throws Exception {
        notes.put(ALICE, "a", "0123456789", NOW);
        assertThatExceptionOfType(NoteLimitException.class)
                .isThrownBy(() -> notes.put(ALICE, "a", "012345678é", NOW))
                .withMessage("A note may have at most 10 bytes; this one has 11.");
        assertThat(notes.find(ALICE, "a")).contains("0123456789");
        notes.put(ALICE, "n".repeat(128), "x", NOW);
        assertThatExceptionOfType(NoteLimitException.class)
                .isThrownBy(() -> notes.put(ALICE, "n".repeat(129), "x", NOW))
                .withMessageStartingWith("A note's name may have at most 128 bytes");
    }

    @Test
    void storesSqlInNamesAsText() throws Exception {
        notes.put(ALICE, "'; DROP TABLE notes; --", "x", NOW);
        assertThat(notes.names(ALICE)).containsExactly("'; DROP TABLE notes; --");
    }

    @Test
    void limitsMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NoteLimits(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new NoteLimits(1, 0));
    }
}
