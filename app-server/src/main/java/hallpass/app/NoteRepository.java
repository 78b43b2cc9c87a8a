package hallpass.app;

import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Persistent notes, by owner and name. */
public interface NoteRepository {
    /**
     * Stores a note durably, replacing one of the same name.
     *
     * @throws Refusal QUOTA if a limit is exceeded
     */
    void put(PrincipalName owner, String name, String text, Instant now) throws Refusal;

    Optional<String> find(PrincipalName owner, String name);

    /** Names in ascending order. */
    List<String> names(PrincipalName owner);

    /** @return whether the note existed */
    boolean remove(PrincipalName owner, String name);
}
