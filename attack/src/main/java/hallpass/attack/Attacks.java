package hallpass.attack;

import hallpass.attack.catalogue.E4IdentitySplice;
import java.util.List;
import java.util.Optional;

/** All attacks, in the order in which they are listed. */
public final class Attacks {
    private static final List<Attack> ALL = List.of(new E4IdentitySplice());

    private Attacks() {}

    public static List<Attack> all() {
        return ALL;
    }

    /** The attack of an id, in capitals or not. */
    public static Optional<Attack> of(String id) {
        return ALL.stream().filter(attack -> attack.id().equalsIgnoreCase(id)).findFirst();
    }
}
