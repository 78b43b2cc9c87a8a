package hallpass.attack.lab;

import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import java.security.KeyPair;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a throw-away realm is made from.
 *
 * @param processes whether each server is a process of its own
 * @param settings other values for keys of {@code realm.toml}
 * @param chance what its keys are made of, and what time it is there
 */
public record LabPlan(
        boolean processes,
        Set<Guard> guards,
        Map<String, String> settings,
        Chance chance,
        KeyPairSource authorityKeys) {
    public LabPlan {
        guards = Set.copyOf(guards);
        settings = Map.copyOf(settings);
    }

    /** Servers in this JVM, and one key pair for the authorities of all realms that are made of this plan. */
    public static LabPlan inProcess(Chance chance) {
        KeyPair shared = RsaKeys.newPair();
        return new LabPlan(false, Set.of(), Map.of(), chance, () -> shared);
    }

    /** Servers that are processes of their own. */
    public static LabPlan ofProcesses(Chance chance) {
        return new LabPlan(true, Set.of(), Map.of(), chance.inRealTime(), RsaKeys::newPair);
    }

    public LabPlan with(Set<Guard> other) {
        return new LabPlan(processes, other, settings, chance, authorityKeys);
    }

    public LabPlan with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        return new LabPlan(processes, guards, all, chance, authorityKeys);
    }

    public LabPlan with(Chance other) {
        return new LabPlan(processes, guards, settings, other, authorityKeys);
    }
}
