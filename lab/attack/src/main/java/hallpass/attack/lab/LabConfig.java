package hallpass.attack.lab;

import hallpass.protocol.Guard;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration of a lab.
 *
 * @param separateProcesses whether each server is a process; otherwise all run in this JVM
 * @param settings values for keys of {@code realm.toml}
 */
public record LabConfig(
        boolean separateProcesses,
        Set<Guard> guards,
        Map<String, String> settings,
        TimeAndRandomness timeAndRandomness) {
    public LabConfig {
        guards = Set.copyOf(guards);
        settings = Map.copyOf(settings);
    }

    /** All servers in this JVM, and the realm in memory. */
    public static LabConfig inProcess(TimeAndRandomness timeAndRandomness) {
        return new LabConfig(false, Set.of(), Map.of(), timeAndRandomness);
    }

    /** Each server in its own process, and the realm in a temporary folder. */
    public static LabConfig separateProcesses(TimeAndRandomness timeAndRandomness) {
        return new LabConfig(true, Set.of(), Map.of(), timeAndRandomness.withSystemClock());
    }

    public LabConfig withGuards(Set<Guard> other) {
        return new LabConfig(separateProcesses, other, settings, timeAndRandomness);
    }

    public LabConfig withSettings(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        return new LabConfig(separateProcesses, guards, all, timeAndRandomness);
    }

    public LabConfig withTimeAndRandomness(TimeAndRandomness other) {
        return new LabConfig(separateProcesses, guards, settings, other);
    }
}
