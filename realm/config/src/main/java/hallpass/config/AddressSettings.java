package hallpass.config;

import hallpass.message.Party;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the servers of a {@code realm.toml} listen, and where those who ask find them. */
record AddressSettings(TomlSettings file) {
    Map<Party, List<InetSocketAddress>> addresses() throws RealmException {
        return addresses(Setting.byServer(Setting.ADDRESSES));
    }

    /** Those that the file names, and the addresses of the others. */
    Map<Party, List<InetSocketAddress>> routes(Map<Party, List<InetSocketAddress>> addresses) throws RealmException {
        Map<Party, Setting> named = Setting.byServer(Setting.ROUTES);
        named.values().removeIf(setting -> !file.isSet(setting));
        Map<Party, List<InetSocketAddress>> routes = new EnumMap<>(addresses);
        routes.putAll(addresses(named));
        return routes;
    }

    private Map<Party, List<InetSocketAddress>> addresses(Map<Party, Setting> settings) throws RealmException {
        Map<InetSocketAddress, Setting> taken = new HashMap<>();
        Map<Party, List<InetSocketAddress>> addresses = new EnumMap<>(Party.class);
        for (Map.Entry<Party, Setting> server : settings.entrySet()) {
            List<InetSocketAddress> replicas = parseReplicas(server.getValue());
            for (InetSocketAddress address : replicas) {
                requireUnused(address, server.getValue(), taken);
            }
            addresses.put(server.getKey(), replicas);
        }
        return addresses;
    }

    private void requireUnused(InetSocketAddress address, Setting setting, Map<InetSocketAddress, Setting> taken)
            throws RealmException {
        Setting other = taken.put(address, setting);
        if (other == null || address.getPort() == 0) {
            return;
        }
        if (other == setting) {
            throw file.errorAt(setting, setting.key() + " has the same address twice; each replica needs its own");
        }
        throw file.conflict(setting, other, "are the same address; each server needs its own");
    }

    private List<InetSocketAddress> parseReplicas(Setting setting) throws RealmException {
        if (!setting.isList()) {
            return List.of(file.parseValue(setting, SettingParsers::parseAddress));
        }
        List<InetSocketAddress> addresses = file.parseList(setting, SettingParsers::parseAddress);
        if (addresses.isEmpty() || addresses.size() > RealmConfig.MAX_REPLICAS) {
            throw file.errorAt(
                    setting,
                    setting.key() + " lists " + addresses.size() + " addresses; it may list 1 to "
                            + RealmConfig.MAX_REPLICAS);
        }
        return addresses;
    }
}
