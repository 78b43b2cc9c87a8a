package hallpass.attack.matrix;

import hallpass.protocol.Guard;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A column of the matrix: the guards of its realm.
 *
 * @param name {@code classic}, the id of the only guard, or {@code hardened}
 */
public record GuardSet(String name, Set<Guard> guards) {
    public static final GuardSet CLASSIC = new GuardSet("classic", Set.of());
    public static final GuardSet HARDENED = new GuardSet("hardened", EnumSet.allOf(Guard.class));

    public GuardSet {
        guards = Set.copyOf(guards);
    }

    /** A single guard. */
    public static GuardSet of(Guard guard) {
        return new GuardSet(guard.id(), Set.of(guard));
    }

    /** No guard, each guard alone, all guards. */
    public static List<GuardSet> all() {
        List<GuardSet> all = new ArrayList<>(List.of(CLASSIC));
        for (Guard guard : Guard.values()) {
            all.add(of(guard));
        }
        all.add(HARDENED);
        return all;
    }
}
