package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.Failure;
import hallpass.message.PrincipalName;
import hallpass.store.NoteStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a note at one of the desk's doors, another text each time, and reads it. */
final class NoteKeeping implements Undertaking {
    private static final String NAME = "plan";
    /** By all of them, so that whatever was put later has the greater number. */
    private static final AtomicInteger PUTS = new AtomicInteger();

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
        count = PUTS.incrementAndGet();
        return String.join(", ", door.ask("notes put " + NAME + " " + text(), "notes get " + NAME));
    }

    @Override
    public String due() {
        return "kept as " + NAME + ", " + text();
    }

    private String text() {
        return "text " + count + " of " + owner;
    }

    private int number(String text) {
        Matcher put = Pattern.compile("text (\\d+) of " + Pattern.quote(owner.toString()))
                .matcher(text);
        assertThat(text.isEmpty() || put.matches())
                .as("%s put this: %s", owner, text)
                .isTrue();
        return text.isEmpty() ? 0 : Integer.parseInt(put.group(1));
    }

    private String stored() {
        return store.find(owner, NAME).orElse("");
    }

    @Override
    public void assertNothingElseWasDone() {
        String now = stored();
        // One that was put, and whose answer was not believed, may be on its way still. One that came again would be
        // older.
        assertThat(number(now)).as("of %s, after %s", now, before).isBetween(number(before), count);
        assertThat(store.names(owner)).isSubsetOf(NAME);
        assertThat(store.names(other)).isSubsetOf(NAME);
        assertThat(store.find(other, NAME).orElse("")).doesNotEndWith(" of " + owner);
    }
}
