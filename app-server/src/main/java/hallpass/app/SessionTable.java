package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sessions of all clients, at most one per client name, up to a capacity. Thread-safe. */
public final class SessionTable {
    /** 40 MB at about 400 bytes per session. Limited, because anyone can register. */
    public static final int DEFAULT_CAPACITY = 100_000;

    private final int capacity;

    /** Oldest first. All lifetimes are equal, so this is also the order of expiry. */
    private final Map<PrincipalName, ClientSession> byClient = new LinkedHashMap<>();

    public SessionTable(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds a session, or replaces the client's previous one.
     *
     * @throws Refusal BUSY if the table is full of unexpired sessions
     */
    public synchronized void open(ClientSession session, Instant now) throws Refusal {
        // Removed and added again, so that the session is the last one in the order.
        byClient.remove(session.client());
        if (byClient.size() >= capacity) {
            // Only when the table is full: until then, the client of an expired session learns that
            // it has expired.
            removeExpired(now);
        }
        if (byClient.size() >= capacity) {
            throw new Refusal(ErrorCode.HP_ERR_BUSY, "all " + capacity + " sessions are in use");
        }
        byClient.put(session.client(), session);
    }

    public synchronized Optional<ClientSession> find(PrincipalName client) {
        return Optional.ofNullable(byClient.get(client));
    }

    public synchronized int size() {
        return byClient.size();
    }

    /** Stops at the first unexpired session, so that the cost does not depend on the table size. */
    private void removeExpired(Instant now) {
        Iterator<ClientSession> oldestFirst = byClient.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().isExpired(now)) {
            oldestFirst.remove();
        }
    }
}
