package hallpass.client;

import hallpass.config.RealmConfig;
import hallpass.message.Party;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where to look for a server: at the address that answered last, then at the others in their order. Safe for many threads. */
public final class ReplicaOrder {
    private final Map<Party, InetSocketAddress> lastAnswered = new ConcurrentHashMap<>();

    /** From now on this one is asked first. */
    void recordAnswer(Party server, InetSocketAddress address) {
        lastAnswered.put(server, address);
    }

    List<InetSocketAddress> addresses(Party server, RealmConfig config) {
        List<InetSocketAddress> inOrder = new ArrayList<>(config.routes(server));
        InetSocketAddress last = lastAnswered.getOrDefault(server, inOrder.get(0));
        if (inOrder.remove(last)) {
            inOrder.add(0, last);
        }
        return inOrder;
    }
}
