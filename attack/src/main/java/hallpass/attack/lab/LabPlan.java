package hallpass.attack.lab;

import hallpass.crypto.Randomness;
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
 * @param randomness what its keys are made of
 */
public record LabPlan(
        boolean processes,
        Set<Guard> guards,
        Map<String, String> settings,
        Randomness randomness,
        KeyPairSource authorityKeys) {
    public LabPlan {
        guards = Set.copyOf(guards);
        settings = Map.copyOf(settings);
    }

    /** Servers in this JVM, and one key pair for the authorities of all realms that are made of this plan. */
    public static LabPlan inProcess(Randomness randomness) {
        KeyPair shared = RsaKeys.newPair();
        return new LabPlan(false, Set.of(), Map.of(), randomness, () -> shared);
    }

    /** Servers that are processes of their own. */
    public static LabPlan ofProcesses(Randomness randomness) {
        return new LabPlan(true, Set.of(), Map.of(), randomness, RsaKeys::newPair);
    }

    public LabPlan with(Set<Guard> other) {
        return new LabPlan(processes, other, settings, randomness, authorityKeys);
    }

    public LabPlan with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        return new LabPlan(processes, guards, all, randomness, authorityKeys);
    }

    public LabPlan with(Randomness other) {
        return new LabPlan(processes, guards, settings, other, authorityKeys);
    }
}
