package hallpass.app;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.Refusals.assertRefused;
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

class ResourceDeskTest {
    private static final String MEMO = "take cis3319 class this morning";

    private final ResourceDesk desk = new ResourceDesk(Map.of("memo", MEMO), new NotesInMemory());

    @ParameterizedTest
    @CsvSource({
        "memo, " + MEMO,
        "whoami, alice",
        "time, 2026-01-01T12:00:00Z",
        "resources, 'memo\nnotes\nresources\ntime\nwhoami'",
        "notes, ''",
    })
    void servesWhatItHas(String request, String data) throws Refusal {
        assertThat(serve(request)).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " memo", "Memo", "memos", "nothing", "memo\n", "../memo", "\u0000"})
    void refusesWhatItHasNot(String request) {
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, () -> serve(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memo x", "whoami x", "time x", "resources x", "memo  "})
    void refusesArgumentsWhereNoneAreTaken(String request) {
        assertRefused(ErrorCode.HP_ERR_BAD_ARGUMENTS, () -> serve(request));
    }

    @Test
    void prefersConfiguredResourcesToItsOwn() throws Refusal {
        ResourceDesk other = new ResourceDesk(Map.of("time", "tea"), new NotesInMemory());

        assertThat(other.serve(ALICE, "time", NOON)).isEqualTo("tea");
    }

    @Test
    void keepsListsGivesBackAndRemovesNotes() throws Refusal {
        assertThat(serve("notes put shopping milk and  honey")).isEqualTo("kept as shopping");
        assertThat(serve("notes put chores sweep")).isEqualTo("kept as chores");

        assertThat(serve("notes")).isEqualTo("chores\nshopping");
        assertThat(serve("notes list")).isEqualTo("chores\nshopping");
        assertThat(serve("notes get shopping")).isEqualTo("milk and  honey");
        assertThat(serve("notes remove shopping")).isEqualTo("removed shopping");
        assertThat(serve("notes list")).isEqualTo("chores");
    }

    @Test
    void putsANoteInPlaceOfTheOneOfThatName() throws Refusal {
        serve("notes put a first");
        serve("notes put a second");

        assertThat(serve("notes get a")).isEqualTo("second");
    }

    @Test
    void showsNotesToTheirOwnerOnly() throws Refusal {
        serve("notes put diary dear diary");

        assertThat(desk.serve(BOB, "notes list", NOON)).isEmpty();
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_NOTE, () -> desk.serve(BOB, "notes get diary", NOON));
        assertRefused(ErrorCode.HP_ERR_NO_SUCH_NOTE, () -> desk.serve(BOB, "notes remove diary", NOON));
        desk.serve(BOB, "notes put diary mine", NOON);
        assertThat(serve("notes get diary")).isEqualTo("dear diary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes get nothing", "notes remove nothing", "notes get", "notes remove"})
    void refusesNotesThatDoNotExist(String request) {
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
    void refusesNotesAskedForInAnotherWay(String request) {
        assertRefused(ErrorCode.HP_ERR_BAD_ARGUMENTS, () -> serve(request));
    }

    @Test
    void passesOnThatThereIsNoRoom() {
        ResourceDesk full = new ResourceDesk(Map.of(), new NotesInMemory() {
            @Override
            public void put(PrincipalName owner, String name, String text, Instant now) throws Refusal {
                throw new Refusal(ErrorCode.HP_ERR_QUOTA, "full");
            }
        });

        assertRefused(ErrorCode.HP_ERR_QUOTA, () -> full.serve(ALICE, "notes put a b", NOON));
    }

    private String serve(String request) throws Refusal {
        return desk.serve(ALICE, request, NOON);
    }

    private static class NotesInMemory implements Notes {
        private final Map<String, Map<String, String>> byOwner = new TreeMap<>();

        @Override
        public void put(PrincipalName owner, String name, String text, Instant now) throws Refusal {
            of(owner).put(name, text);
        }

        @Override
        public Optional<String> find(PrincipalName owner, String name) {
            return Optional.ofNullable(of(owner).get(name));
        }

        @Override
        public List<String> names(PrincipalName owner) {
            return List.copyOf(of(owner).keySet());
        }

        @Override
        public boolean remove(PrincipalName owner, String name) {
            return of(owner).remove(name) != null;
        }

        private Map<String, String> of(PrincipalName owner) {
            return byOwner.computeIfAbsent(owner.text(), name -> new TreeMap<>());
        }
    }
}
