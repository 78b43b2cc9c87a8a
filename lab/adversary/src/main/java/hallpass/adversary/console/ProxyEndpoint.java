package hallpass.adversary.console;

import hallpass.config.AdversaryAddresses;
import hallpass.config.RealmConfig;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.message.Party;
import hallpass.net.Addresses;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The address of a proxy and of the server behind it.
 *
 * @param replica the number of the server's replica, counted from 1
 * @param listen the address of the proxy
 * @param target the address of the server
 */
record ProxyEndpoint(Party server, int replica, InetSocketAddress listen, InetSocketAddress target) {
    /**
     * Uses the addresses of the realm's routes. For a server without a route, and for all servers
     * if a base port is given, uses the ports after the base port.
     */
    static List<ProxyEndpoint> forRealm(RealmConfig config, Optional<Integer> basePort) throws RealmException {
        Map<Party, List<InetSocketAddress>> defaults =
                AdversaryAddresses.from(basePort.orElse(AdversaryAddresses.DEFAULT_BASE_PORT), config);
        List<ProxyEndpoint> endpoints = new ArrayList<>();
        for (Party server : Party.SERVERS) {
            boolean routed = basePort.isEmpty() && config.isRouted(server);
            List<InetSocketAddress> listen = routed ? config.routes(server) : defaults.getOrDefault(server, List.of());
            List<InetSocketAddress> targets = config.addresses(server);
            for (int i = 0; i < listen.size(); i++) {
                ProxyEndpoint endpoint =
                        new ProxyEndpoint(server, i + 1, listen.get(i), targets.get(Math.min(i, targets.size() - 1)));
                endpoint.requireUnusedAddress(config);
                endpoints.add(endpoint);
            }
        }
        return endpoints;
    }

    private void requireUnusedAddress(RealmConfig config) throws RealmException {
        if (config.addresses().values().stream().anyMatch(own -> own.contains(listen))) {
            throw new RealmException(
                    RealmError.INVALID_SETTING,
                    Addresses.text(listen),
                    Addresses.text(listen)
                            + " is the address of a server of this realm: choose other ports with --base-port.");
        }
    }

    /** Whether a route leads to this proxy. */
    boolean isRouted(RealmConfig config) {
        return config.routes(server).contains(listen);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-9s %s -> %s",
                server.id() + (replica == 1 ? "" : "-" + replica),
                Addresses.text(listen),
                Addresses.text(target));
    }
}
