package hallpass.config;

import hallpass.crypto.RsaEncryption;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Turns a parsed {@code realm.toml} into a {@link RealmConfig}, and checks settings against each
 * other.
 */
record RealmConfigParser(TomlSettings toml) {
    RealmConfig parse() throws RealmException {
        toml.refuseUnknownKeys();
        Map<Setting<?>, Object> values = new HashMap<>();
        for (Setting<?> setting : Setting.all()) {
            values.put(setting, setting.read(toml));
        }
        RealmConfig config = new RealmConfig(values, ResourceSettings.parse(toml));
        requireDistinctAddresses(config, Setting::addressOf);
        requireDistinctAddresses(config, Setting::routeOf);
        requireOneKindOfNetwork(config);
        requireSafePadding(config);
        requireDistinctNames(config, Setting.SERVER, Setting.AUTHORITY);
        requireDistinctNames(config, Setting.CLIENT, Setting.AUTHORITY);
        requireDistinctNames(config, Setting.CLIENT, Setting.SERVER);
        return config;
    }

    private void requireDistinctAddresses(
            RealmConfig config, Function<Party, Setting<List<InetSocketAddress>>> settingOf) throws RealmException {
        Map<InetSocketAddress, Setting<?>> used = new HashMap<>();
        for (Party server : Party.SERVERS) {
            Setting<List<InetSocketAddress>> setting = settingOf.apply(server);
            List<InetSocketAddress> addresses = config.get(setting);
            if (toml.isSet(setting)) {
                requireReplicaCount(setting, addresses.size());
            }
            for (InetSocketAddress address : addresses) {
                requireUnused(address, setting, used);
            }
        }
    }

    private void requireReplicaCount(Setting<?> setting, int count) throws RealmException {
        if (count < 1 || count > RealmConfig.MAX_REPLICAS) {
            throw toml.errorAt(
                    setting,
                    setting.key() + " lists " + count + " addresses; allowed: 1 to " + RealmConfig.MAX_REPLICAS);
        }
    }

    /** Port 0 may occur more than once, since each server gets a different free port. */
    private void requireUnused(InetSocketAddress address, Setting<?> setting, Map<InetSocketAddress, Setting<?>> used)
            throws RealmException {
        Setting<?> other = used.put(address, setting);
        if (other == null || address.getPort() == 0) {
            return;
        }
        if (other == setting) {
            throw toml.errorAt(
                    setting, setting.key() + " has the same address twice; each replica needs a different one");
        }
        throw toml.conflict(setting, other, "have the same address; each server needs a different one");
    }

    /**
     * A ticket names the address from which its client reached the AS, so that the client must have
     * the same address at the TGS and at the service.
     */
    private void requireOneKindOfNetwork(RealmConfig config) throws RealmException {
        Map<Network, Setting<?>> used = new EnumMap<>(Network.class);
        for (Party server : List.of(Party.AS, Party.TGS, Party.SERVICE)) {
            Setting<?> setting = config.isRouted(server) ? Setting.routeOf(server) : Setting.addressOf(server);
            for (InetSocketAddress address : config.routes(server)) {
                if (!address.getAddress().isAnyLocalAddress()) {
                    used.putIfAbsent(Network.of(address), setting);
                }
            }
        }
        if (used.size() > 1) {
            List<Map.Entry<Network, Setting<?>>> kinds = List.copyOf(used.entrySet());
            Map.Entry<Network, Setting<?>> first = kinds.get(0);
            Map.Entry<Network, Setting<?>> second = kinds.get(1);
            throw toml.conflict(
                    second.getValue(),
                    first.getValue(),
                    "are " + second.getKey().title + " and " + first.getKey().title + " addresses: a client has"
                            + " different addresses there, and every ticket would be refused; use one kind for as,"
                            + " tgs and service");
        }
    }

    /** The kinds of networks on which one client has different addresses. */
    private enum Network {
        LOOPBACK("loopback"),
        IPV4("IPv4"),
        IPV6("IPv6");

        private final String title;

        Network(String title) {
            this.title = title;
        }

        static Network of(InetSocketAddress address) {
            if (address.getAddress().isLoopbackAddress()) {
                return LOOPBACK;
            }
            return address.getAddress() instanceof Inet4Address ? IPV4 : IPV6;
        }
    }

    private void requireSafePadding(RealmConfig config) throws RealmException {
        RsaEncryption rsa = config.get(Setting.RSA);
        if (config.profile().has(Guard.OAEP) && rsa != RsaEncryption.OAEP) {
            throw toml.errorAt(
                    Setting.RSA,
                    "the guard " + Guard.OAEP + " forbids " + Setting.RSA.key() + " = \"" + rsa
                            + "\"; remove one of the two");
        }
    }

    private void requireDistinctNames(RealmConfig config, Setting<?> first, Setting<?> second) throws RealmException {
        if (config.get(first).equals(config.get(second))) {
            throw toml.conflict(first, second, "are the same name; each party needs a different one");
        }
    }
}
