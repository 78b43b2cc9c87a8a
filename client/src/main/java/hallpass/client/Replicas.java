package hallpass.client;

import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where to look for a server: at the address that answered last, then at the others in their order. Safe for many threads. */
public final class Replicas {
    private final Map<Party, InetSocketAddress> answered = new ConcurrentHashMap<>();

    /** From now on this one is asked first. */
    void answered(Party server, InetSocketAddress address) {
        answered.put(server, address);
    }

    List<InetSocketAddress> of(Party server, RealmConfig config) {
        List<InetSocketAddress> inOrder = new ArrayList<>(config.routes(server));
        InetSocketAddress last = answered.getOrDefault(server, inOrder.get(0));
        if (inOrder.remove(last)) {
            inOrder.add(0, last);
        }
        return inOrder;
    }
}
