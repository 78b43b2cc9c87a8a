package hallpass.adversary.console;

import hallpass.adversary.Passing;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Part;
import hallpass.message.SealedParts;
import hallpass.message.SealedParts.SealedPart;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys that the adversary has: those it was given, and those that lay in what it could open. Used by one thread. */
final class KnownKeys {
    private final Seals seals;
    private final List<SymmetricKey> keys = new ArrayList<>();
    private int studied;

    KnownKeys(Seals seals) {
        this.seals = seals;
    }

    /** A sealed part, with its inside and the key to it if that is known. */
    record Looked(Part<?> part, Optional<SymmetricKey> key, Bytes plaintext, List<SymmetricKey> inside) {}

    List<SymmetricKey> all() {
        return List.copyOf(keys);
    }

    /** One more; everything that was seen before is looked at again. */
    void add(SymmetricKey key) {
        if (!keys.contains(key)) {
            keys.add(key);
            studied = 0;
        }
    }

    /** Looks at what is new, and wins the keys in it, until nothing more comes of it. */
    void study(List<Passing> passed) {
        int before;
        do {
            before = keys.size();
            int from = studied;
            passed.stream().filter(passing -> passing.number() > from).forEach(this::learn);
            studied = passed.isEmpty() ? 0 : passed.get(passed.size() - 1).number();
            if (keys.size() > before) {
                studied = 0;
            }
        } while (keys.size() > before);
    }

    private void learn(Passing passing) {
        if (keys.isEmpty()) {
            return;
        }
        for (Looked looked : look(passing)) {
            looked.inside().stream()
                    .filter(key -> !keys.contains(key))
                    .map(key -> key.as(key.label() + " of " + passing.number()))
                    .forEach(keys::add);
        }
    }

    /** All sealed parts of a frame, in their order. */
    List<Looked> look(Passing passing) {
        return passing.message().map(SealedParts::of).orElse(List.of()).stream()
                .map(this::look)
                .toList();
    }

    private Looked look(SealedPart sealed) {
        return look(sealed.part(), sealed.ciphertext());
    }

    private <T extends Record> Looked look(Part<T> part, Bytes ciphertext) {
        for (SymmetricKey key : keys) {
            try {
                T opened = seals.open(part, new Sealed<>(ciphertext), key, Trace.NONE);
                List<SymmetricKey> inside = part.layout().values(opened).values().stream()
                        .filter(SymmetricKey.class::isInstance)
                        .map(SymmetricKey.class::cast)
                        .toList();
                return new Looked(part, Optional.of(key), Bytes.of(part.layout().encode(opened)), inside);
            } catch (Refusal e) {
                // Another key may.
            }
        }
        return new Looked(part, Optional.empty(), Bytes.EMPTY, List.of());
    }
}
