package hallpass.attack.lab;

import hallpass.crypto.Randomness;
import java.time.InstantSource;
import java.util.function.Function;

/** The system's time. */
record SystemTimeAndRandomness(Function<String, Randomness> randomnessByOwner) implements TimeAndRandomness {
    @Override
    public Randomness randomness(String owner) {
        return randomnessByOwner.apply(owner);
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public InstantSource serverClock() {
        return InstantSource.system();
    }
}
