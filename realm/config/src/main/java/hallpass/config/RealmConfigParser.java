package hallpass.config;

import hallpass.crypto.RsaEncryption;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.net.InetSocketAddress;
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
