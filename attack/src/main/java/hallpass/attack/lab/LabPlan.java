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
 * @param processes whether each server is a process of its own
 * @param settings other values for keys of {@code realm.toml}
 * @param chance what its keys are made of, and what time it is there
 * @param keyPairs gives each realm a source of RSA key pairs
 */
public record LabPlan(
        boolean processes,
        Set<Guard> guards,
        Map<String, String> settings,
        Chance chance,
        Supplier<KeyPairSource> keyPairs) {
    public LabPlan {
        guards = Set.copyOf(guards);
        settings = Map.copyOf(settings);
    }

    /** Servers in this JVM, and the same key pairs in all realms that are made of this plan. */
    public static LabPlan inProcess(Chance chance) {
        return new LabPlan(false, Set.of(), Map.of(), chance, new SharedKeyPairs()::ofOneRealm);
    }

    /** Servers that are processes of their own. */
    public static LabPlan ofProcesses(Chance chance) {
        return new LabPlan(true, Set.of(), Map.of(), chance.inRealTime(), () -> RsaKeys::newPair);
    }

    public LabPlan with(Set<Guard> other) {
        return new LabPlan(processes, other, settings, chance, keyPairs);
    }

    public LabPlan with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        return new LabPlan(processes, guards, all, chance, keyPairs);
    }

    public LabPlan with(Chance other) {
        return new LabPlan(processes, guards, settings, other, keyPairs);
    }
}
