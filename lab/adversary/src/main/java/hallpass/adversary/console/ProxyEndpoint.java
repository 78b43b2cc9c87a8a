package hallpass.adversary.console;

import hallpass.config.AdversaryAddresses;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.message.Party;
import hallpass.net.Addresses;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place on the way to a server.
 *
 * @param replica which of several of the kind, counted from 1
 * @param listen where those arrive who ask
 * @param target where the server listens
 */
record ProxyEndpoint(Party server, int replica, InetSocketAddress listen, InetSocketAddress target) {
    /**
     * Where the realm's routes lead; before a server without one, and with a base port before all of them, on the ports after
     * that.
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
            throw new RealmException(Addresses.text(listen)
                    + " is where one of the realm's servers listens: take other ports with --base-port.");
        }
    }

    /** Whether those who ask come by here. */
    boolean isRouted(RealmConfig config) {
        return config.routes(server).contains(listen);
    }

    @Override
    public String toString() {
        return "%-9s %s -> %s"
                .formatted(
                        server.id() + (replica == 1 ? "" : "-" + replica),
                        Addresses.text(listen),
                        Addresses.text(target));
    }
}
