package hallpass.adversary.console;

import hallpass.net.Addresses;
import hallpass.realm.AdversaryPlaces;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
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
record Tap(Party server, int replica, InetSocketAddress listen, InetSocketAddress target) {
    /**
     * Where the realm's routes lead; before a server without one, and with a base port before all of them, on the ports after
     * that.
     */
    static List<Tap> before(RealmConfig config, Optional<Integer> basePort) throws RealmProblem {
        Map<Party, List<InetSocketAddress>> places =
                AdversaryPlaces.from(basePort.orElse(AdversaryPlaces.DEFAULT_BASE_PORT), config);
        List<Tap> taps = new ArrayList<>();
        for (Party server : Party.SERVERS) {
            boolean routed = basePort.isEmpty() && config.isRouted(server);
            List<InetSocketAddress> listen = routed ? config.routes(server) : places.getOrDefault(server, List.of());
            List<InetSocketAddress> targets = config.addresses(server);
            for (int i = 0; i < listen.size(); i++) {
                Tap tap = new Tap(server, i + 1, listen.get(i), targets.get(Math.min(i, targets.size() - 1)));
                tap.requireRoom(config);
                taps.add(tap);
            }
        }
        return taps;
    }

    private void requireRoom(RealmConfig config) throws RealmProblem {
        if (config.addresses().values().stream().anyMatch(own -> own.contains(listen))) {
            throw new RealmProblem(Addresses.text(listen)
                    + " is where one of the realm's servers listens: take other ports with --base-port.");
        }
    }

    /** Whether those who ask come by here. */
    boolean isOnTheWay(RealmConfig config) {
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
