package hallpass.config;

import hallpass.message.Party;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses of the adversary's proxies: a loopback port for each address of a server. The ports
 * are numbered like those of {@link RealmTemplate}.
 */
public final class AdversaryAddresses {
    /** The default ports follow this one: 9801 to 9805. */
    public static final int DEFAULT_BASE_PORT = 9800;

    private AdversaryAddresses() {}

    /**
     * One address for each listen address of the realm.
     *
     * @throws RealmException if the base port leaves no room for all ports
     */
    public static Map<Party, List<InetSocketAddress>> from(int basePort, RealmConfig config) throws RealmException {
        int maxReplicas =
                config.addresses().values().stream().mapToInt(List::size).max().orElse(1);
        RealmTemplate.requireValidPorts(basePort, maxReplicas);
        if (basePort == 0) {
            throw new RealmException(
                    RealmError.INVALID_SETTING, "0", "The base port 0 is out of range; allowed: 1 and above.");
        }
        Map<Party, List<InetSocketAddress>> addresses = new EnumMap<>(Party.class);
        for (Party server : Party.SERVERS) {
            List<InetSocketAddress> serverAddresses = new ArrayList<>();
            for (int replica = 0; replica < config.addresses(server).size(); replica++) {
                serverAddresses.add(loopback(
                        basePort + 1 + Party.SERVERS.indexOf(server) + replica * RealmTemplate.REPLICA_PORT_STEP));
            }
            addresses.put(server, serverAddresses);
        }
        return addresses;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
