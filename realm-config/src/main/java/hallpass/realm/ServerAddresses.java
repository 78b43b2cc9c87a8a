package hallpass.realm;

import hallpass.trace.Party;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the servers of a {@code realm.toml} listen, and where those who ask find them. */
record ServerAddresses(SettingsFile file) {
    Map<Party, List<InetSocketAddress>> addresses() throws RealmProblem {
        return addresses(Setting.ofServers(Setting.ADDRESSES));
    }

    /** Those that the file names, and the addresses of the others. */
    Map<Party, List<InetSocketAddress>> routes(Map<Party, List<InetSocketAddress>> addresses) throws RealmProblem {
        Map<Party, Setting> named = Setting.ofServers(Setting.ROUTES);
        named.values().removeIf(setting -> !file.names(setting));
        Map<Party, List<InetSocketAddress>> routes = new EnumMap<>(addresses);
        routes.putAll(addresses(named));
        return routes;
    }

    private Map<Party, List<InetSocketAddress>> addresses(Map<Party, Setting> settings) throws RealmProblem {
        Map<InetSocketAddress, Setting> taken = new HashMap<>();
        Map<Party, List<InetSocketAddress>> addresses = new EnumMap<>(Party.class);
        for (Map.Entry<Party, Setting> server : settings.entrySet()) {
            List<InetSocketAddress> own = replicas(server.getValue());
            for (InetSocketAddress address : own) {
                claim(address, server.getValue(), taken);
            }
            addresses.put(server.getKey(), own);
        }
        return addresses;
    }

    private void claim(InetSocketAddress address, Setting setting, Map<InetSocketAddress, Setting> taken)
            throws RealmProblem {
        Setting other = taken.put(address, setting);
        if (other == null || address.getPort() == 0) {
            return;
        }
        if (other == setting) {
            throw file.at(setting, setting.key() + " has the same address twice; each replica needs its own");
        }
        throw file.clash(setting, other, "are the same address; each server needs its own");
    }

    private List<InetSocketAddress> replicas(Setting setting) throws RealmProblem {
        if (!setting.isList()) {
            return List.of(file.value(setting, SettingText::address));
        }
        List<InetSocketAddress> addresses = file.values(setting, SettingText::address);
        if (addresses.isEmpty() || addresses.size() > RealmConfig.MAX_REPLICAS) {
            throw file.at(
                    setting,
                    setting.key() + " lists " + addresses.size() + " addresses; it may list 1 to "
                            + RealmConfig.MAX_REPLICAS);
        }
        return addresses;
    }
}
