package hallpass.attack.lab;

import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a throw-away realm is made from.
 *
 * @param separateProcesses whether each server is a process of its own
 * @param settings other values for keys of {@code realm.toml}
 * @param timeAndRandomness what its keys are made of, and what time it is there
 * @param keyPairs gives each realm a source of RSA key pairs
 */
public record LabConfig(
        boolean separateProcesses,
        Set<Guard> guards,
        Map<String, String> settings,
        TimeAndRandomness timeAndRandomness,
        Supplier<KeyPairSource> keyPairs) {
    public LabConfig {
        guards = Set.copyOf(guards);
        settings = Map.copyOf(settings);
    }

    /** Servers in this JVM, and the same key pairs in all realms that are made of this plan. */
    public static LabConfig inProcess(TimeAndRandomness timeAndRandomness) {
        return new LabConfig(false, Set.of(), Map.of(), timeAndRandomness, new SharedKeyPairs()::forRealm);
    }

    /** Servers that are processes of their own. */
    public static LabConfig separateProcesses(TimeAndRandomness timeAndRandomness) {
        return new LabConfig(
                true, Set.of(), Map.of(), timeAndRandomness.withSystemClock(), () -> RsaKeys::generateKeyPair);
    }

    public LabConfig with(Set<Guard> other) {
        return new LabConfig(separateProcesses, other, settings, timeAndRandomness, keyPairs);
    }

    public LabConfig with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        return new LabConfig(separateProcesses, guards, all, timeAndRandomness, keyPairs);
    }

    public LabConfig with(TimeAndRandomness other) {
        return new LabConfig(separateProcesses, guards, settings, other, keyPairs);
    }
}
