package hallpass.app;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.BOB;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceRegistryTest {
    private static final String MEMO = "take cis3319 class this morning";

    private final ResourceRegistry registry = new ResourceRegistry(Map.of("memo", MEMO), new InMemoryNoteRepository());

    @ParameterizedTest
    @CsvSource({
        "memo, " + MEMO,
        "whoami, alice",
        "time, 2026-01-01T12:00:00Z",
        "resources, 'memo\nnotes\nresources\ntime\nwhoami'",
        "notes, ''",
    })
    void servesKnownResources(String request, String data) throws Refusal {
        assertThat(serve(request)).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " memo", "Memo", "memos", "nothing", "memo\n", "../memo", "\u0000"})
    void refusesUnknownResources(String request) {
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, () -> serve(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memo x", "whoami x", "time x", "resources x", "memo  "})
    void refusesUnexpectedArguments(String request) {
        assertRefused(ErrorCode.HP_ERR_BAD_ARGUMENTS, () -> serve(request));
    }

    @Test
    void configuredResourceOverridesBuiltIn() throws Refusal {
        ResourceRegistry other = new ResourceRegistry(Map.of("time", "tea"), new InMemoryNoteRepository());

        assertThat(other.serve(ALICE, "time", NOON)).isEqualTo("tea");
    }

    @Test
    void storesListsReadsAndRemovesNotes() throws Refusal {
        assertThat(serve("notes put shopping milk and  honey")).isEqualTo("kept as shopping");
        assertThat(serve("notes put chores sweep")).isEqualTo("kept as chores");

        assertThat(serve("notes")).isEqualTo("chores\nshopping");
        assertThat(serve("notes list")).isEqualTo("chores\nshopping");
        assertThat(serve("notes get shopping")).isEqualTo("milk and  honey");
        assertThat(serve("notes remove shopping")).isEqualTo("removed shopping");
        assertThat(serve("notes list")).isEqualTo("chores");
    }

    @Test
    void replacesNoteOfTheSameName() throws Refusal {
        serve("notes put a first");
        serve("notes put a second");

        assertThat(serve("notes get a")).isEqualTo("second");
    }

    @Test
    void showsNotesToTheirOwnerOnly() throws Refusal {
        serve("notes put diary dear diary");

        assertThat(registry.serve(BOB, "notes list", NOON)).isEmpty();
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_NOTE, () -> registry.serve(BOB, "notes get diary", NOON));
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_NOTE, () -> registry.serve(BOB, "notes remove diary", NOON));
        registry.serve(BOB, "notes put diary mine", NOON);
        assertThat(serve("notes get diary")).isEqualTo("dear diary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes get nothing", "notes remove nothing", "notes get", "notes remove"})
    void refusesUnknownNote(String request) {
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_NOTE, () -> serve(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes put",
                "notes put name",
                "notes put  text",
                "notes put a\nb text",
                "notes list x",
                "notes burn x",
                "notes LIST"
            })
    void refusesMalformedNoteCommand(String request) {
        assertRefused(ErrorCode.HP_ERR_BAD_ARGUMENTS, () -> serve(request));
    }

    @Test
    void reportsExceededQuota() {
        ResourceRegistry full = new ResourceRegistry(Map.of(), new InMemoryNoteRepository() {
            @Override
            public void put(PrincipalName owner, String name, String text, Instant now) throws Refusal {
                throw new Refusal(ErrorCode.HP_ERR_QUOTA, "full");
            }
        });

        assertRefused(ErrorCode.HP_ERR_QUOTA, () -> full.serve(ALICE, "notes put a b", NOON));
    }

    private String serve(String request) throws Refusal {
        return registry.serve(ALICE, request, NOON);
    }

    private static class InMemoryNoteRepository implements NoteRepository {
        private final Map<String, Map<String, String>> byOwner = new TreeMap<>();

        @Override
        public void put(PrincipalName owner, String name, String text, Instant now) throws Refusal {
            notesOf(owner).put(name, text);
        }

        @Override
        public Optional<String> find(PrincipalName owner, String name) {
            return Optional.ofNullable(notesOf(owner).get(name));
        }

        @Override
        public List<String> names(PrincipalName owner) {
            return List.copyOf(notesOf(owner).keySet());
        }

        @Override
        public boolean remove(PrincipalName owner, String name) {
            return notesOf(owner).remove(name) != null;
        }

        private Map<String, String> notesOf(PrincipalName owner) {
            return byOwner.computeIfAbsent(owner.text(), name -> new TreeMap<>());
        }
    }
}
