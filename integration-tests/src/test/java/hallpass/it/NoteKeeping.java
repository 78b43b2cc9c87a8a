package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.Failure;
import hallpass.message.PrincipalName;
import hallpass.store.NoteStore;
import java.util.List;

/** Puts a note at one of the desk's doors, another text each time, and reads it. */
final class NoteKeeping implements Undertaking {
    private static final String NAME = "plan";

    private final NoteStore store;
    private final PrincipalName owner;
    private final PrincipalName other;
    private final Door door;
    private int count;
    private String before = "";

    /** From as early as it says up to the desk's answers. */
    interface Door {
        List<String> ask(String... requests) throws Failure;
    }

    /** @param other who may keep notes in the same way, but none of these */
    NoteKeeping(NoteStore store, PrincipalName owner, PrincipalName other, Door door) {
        this.store = store;
        this.owner = owner;
        this.other = other;
        this.door = door;
    }

    @Override
    public String run() throws Failure {
        before = stored();
        count++;
        return String.join(", ", door.ask("notes put " + NAME + " " + text(), "notes get " + NAME));
    }

    @Override
    public String due() {
        return "kept as " + NAME + ", " + text();
    }

    private String text() {
        return "text " + count + " of " + owner;
    }

    private String stored() {
        return store.find(owner, NAME).orElse("");
    }

    @Override
    public void assertNothingElseWasDone() {
        assertThat(stored()).isIn(before, text());
        assertThat(store.names(owner)).isSubsetOf(NAME);
        assertThat(store.names(other)).isSubsetOf(NAME);
        assertThat(store.find(other, NAME).orElse("")).doesNotEndWith(" of " + owner);
    }
}
