package hallpass.client;

import hallpass.config.RealmConfig;
import hallpass.message.Party;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Orders the addresses of a server: the one that answered last comes first. Thread-safe. */
public final class ReplicaOrder {
    private final Map<Party, InetSocketAddress> lastAnswered = new ConcurrentHashMap<>();

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
