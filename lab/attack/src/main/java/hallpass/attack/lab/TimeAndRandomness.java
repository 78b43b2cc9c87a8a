package hallpass.attack.lab;

import hallpass.crypto.Randomness;
import java.time.InstantSource;
import java.util.Optional;

/** What decides, besides what is done in a lab, how it goes there: random bytes and the time. */
public interface TimeAndRandomness {
    /** For one of those who are there; what the others draw does not change it. */
    Randomness randomness(String owner);

    /** The time, for those who ask servers. */
    InstantSource clock();

    /** The same, for servers. */
    InstantSource serverClock();

    /** That of the system. */
    static TimeAndRandomness system() {
        return new SystemTimeAndRandomness(whose -> Randomness.secure());
    }

    /** The same bytes and times for the same seed, as long as the same is done. */
    static TimeAndRandomness seeded(Optional<Long> seed) {
        return seed.<TimeAndRandomness>map(SeededTimeAndRandomness::new).orElseGet(TimeAndRandomness::system);
    }

    /** The same bytes at the system's time, for servers that have clocks of their own. */
    default TimeAndRandomness withSystemClock() {
        return new SystemTimeAndRandomness(this::randomness);
    }
}
