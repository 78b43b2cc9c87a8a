package hallpass.app;

import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notes by owner and name, kept across restarts. */
public interface NoteRepository {
    /**
     * Durable once this returns.
     *
     * @throws Refusal QUOTA if there is no room for it
     */
    void put(PrincipalName owner, String name, String text, Instant now) throws Refusal;

    Optional<String> find(PrincipalName owner, String name);

    /** The names, in order. */
    List<String> names(PrincipalName owner);

    /** Whether there was one. */
    boolean remove(PrincipalName owner, String name);
}
