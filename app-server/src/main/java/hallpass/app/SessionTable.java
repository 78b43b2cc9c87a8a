package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sessions of all clients, one for each name, up to a limit. Safe for many threads. */
public final class SessionTable {
    /** A session takes some 400 bytes: 40 MB when full. Anybody may register, so there must be an end. */
    public static final int DEFAULT_CAPACITY = 100_000;

    private final int capacity;

    /** Oldest first, which is also the order in which they end: all live equally long. */
    private final Map<PrincipalName, ClientSession> byClient = new LinkedHashMap<>();

    public SessionTable(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Keeps a session, in place of the client's former one.
     *
     * @throws Refusal BUSY if the table is full of sessions that are still good
     */
    public synchronized void open(ClientSession session, Instant now) throws Refusal {
        // Taken out and put in again, so that it stands last.
        byClient.remove(session.client());
        if (byClient.size() >= capacity) {
            // Not before: a client whose session is over hears that, and not that there is none.
            removeExpired(now);
        }
        if (byClient.size() >= capacity) {
            throw new Refusal(ErrorCode.HP_ERR_BUSY, "all " + capacity + " sessions are taken");
        }
        byClient.put(session.client(), session);
    }

    public synchronized Optional<ClientSession> find(PrincipalName client) {
        return Optional.ofNullable(byClient.get(client));
    }

    public synchronized int size() {
        return byClient.size();
    }

    /** Stops at the first that is still good, so that a full table costs nothing to look through. */
    private void removeExpired(Instant now) {
        Iterator<ClientSession> oldestFirst = byClient.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().isExpired(now)) {
            oldestFirst.remove();
        }
    }
}
