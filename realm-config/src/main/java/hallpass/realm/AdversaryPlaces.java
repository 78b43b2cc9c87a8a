package hallpass.realm;

import hallpass.trace.Party;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where an adversary stands on the wires of a realm: at a port of the loopback interface for each of its servers. */
public final class AdversaryPlaces {
    /** Its ports follow one another from the one after this: 9801 to 9805. */
    public static final int DEFAULT_BASE_PORT = 9800;

    private AdversaryPlaces() {}

    /**
     * One place for each address of the realm, numbered as {@link RealmTemplate} numbers the servers' own.
     *
     * @throws RealmProblem if this base port leaves no room
     */
    public static Map<Party, List<InetSocketAddress>> from(int basePort, RealmConfig config) throws RealmProblem {
        int most =
                config.addresses().values().stream().mapToInt(List::size).max().orElse(1);
        RealmTemplate.requireRoom(basePort, most);
        Map<Party, List<InetSocketAddress>> places = new EnumMap<>(Party.class);
        for (Party server : Party.SERVERS) {
            List<InetSocketAddress> own = new ArrayList<>();
            for (int replica = 0; replica < config.addresses(server).size(); replica++) {
                own.add(loopback(basePort + 1 + Party.SERVERS.indexOf(server) + replica * RealmTemplate.REPLICA_STEP));
            }
            places.put(server, own);
        }
        return places;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
