package hallpass.attack.lab;

import hallpass.crypto.Randomness;
import java.time.InstantSource;
import java.util.function.Function;

/** The system's time. */
record InRealTime(Function<String, Randomness> bytes) implements Chance {
    @Override
    public Randomness randomness(String whose) {
        return bytes.apply(whose);
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public InstantSource serversClock() {
        return InstantSource.system();
    }
}
