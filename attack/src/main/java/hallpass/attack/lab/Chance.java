package hallpass.attack.lab;

import hallpass.crypto.Randomness;
import java.time.InstantSource;
import java.util.Optional;

/** What decides, besides what is done in a lab, how it goes there: random bytes and the time. */
public interface Chance {
    /** For one of those who are there; what the others draw does not change it. */
    Randomness randomness(String whose);

    /** The time, for those who ask servers. */
    InstantSource clock();

    /** The same, for servers. */
    InstantSource serversClock();

    /** That of the system. */
    static Chance real() {
        return new InRealTime(whose -> Randomness.secure());
    }

    /** The same bytes and times for the same seed, as long as the same is done. */
    static Chance of(Optional<Long> seed) {
        return seed.<Chance>map(SeededChance::new).orElseGet(Chance::real);
    }

    /** The same bytes at the system's time, for servers that have clocks of their own. */
    default Chance inRealTime() {
        return new InRealTime(this::randomness);
    }
}
