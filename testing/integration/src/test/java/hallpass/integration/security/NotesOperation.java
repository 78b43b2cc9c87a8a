package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ClientException;
import hallpass.message.PrincipalName;
import hallpass.store.NoteStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stores a note with a new text and reads it. */
final class NotesOperation implements ClientOperation {
    private static final String NOTE_NAME = "plan";
    /** Shared, so that later notes of all operations have greater numbers. */
    private static final AtomicInteger PUT_COUNT = new AtomicInteger();

    private final NoteStore store;
    private final PrincipalName owner;
    private final PrincipalName other;
    private final NotesServer server;
    private int count;
    private String before = "";

    /** Sends requests for notes to a server and returns the replies. */
    interface NotesServer {
        List<String> request(String... requests) throws ClientException;
    }

    /** @param other another owner, who must not receive these notes */
    NotesOperation(NoteStore store, PrincipalName owner, PrincipalName other, NotesServer server) {
        this.store = store;
        this.owner = owner;
        this.other = other;
        this.server = server;
    }

    @Override
    public String run() throws ClientException {
        before = storedText();
        count = PUT_COUNT.incrementAndGet();
        return String.join(", ", server.request("notes put " + NOTE_NAME + " " + text(), "notes get " + NOTE_NAME));
    }

    @Override
    public String expectedResult() {
        return "kept as " + NOTE_NAME + ", " + text();
    }

    private String text() {
        return "text " + count + " of " + owner;
    }

    private int number(String text) {
        Matcher put = Pattern.compile("text (\\d+) of " + Pattern.quote(owner.toString()))
                .matcher(text);
        assertThat(text.isEmpty() || put.matches())
                .as("note of %s: %s", owner, text)
                .isTrue();
        return text.isEmpty() ? 0 : Integer.parseInt(put.group(1));
    }

    private String storedText() {
        return store.find(owner, NOTE_NAME).orElse("");
    }

    @Override
    public void assertNoOtherEffect() {
        String now = storedText();
        // A note whose reply was not accepted may still be in transit. A replayed one would have a
        // lower number.
        assertThat(number(now)).as("number in '%s' after '%s'", now, before).isBetween(number(before), count);
        assertThat(store.names(owner)).isSubsetOf(NOTE_NAME);
        assertThat(store.names(other)).isSubsetOf(NOTE_NAME);
        assertThat(store.find(other, NOTE_NAME).orElse("")).doesNotEndWith(" of " + owner);
    }
}
