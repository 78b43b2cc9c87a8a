package hallpass.adversary.console;

import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.adversary.Recording;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Message;
import hallpass.message.Part;
import hallpass.message.SealedParts;
import hallpass.protocol.Binding;
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
    private final Recording recording;
    private final List<SymmetricKey> keys = new ArrayList<>();
    private int studied;

    KnownKeys(Seals seals, Recording recording) {
        this.seals = seals;
        this.recording = recording;
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
        if (passing.message().isEmpty()) {
            return List.of();
        }
        List<Binding> bindings = bindings(passing, passing.message().get());
        return SealedParts.of(passing.message().get()).stream()
                .map(one -> look(one.part(), one.ciphertext(), bindings))
                .toList();
    }

    /** Where a part of it may belong: where a ticket does, and where it came by. */
    private List<Binding> bindings(Passing passing, Message message) {
        Optional<Binding> here = passing.direction() == Direction.TO_SERVER
                ? Optional.of(Binding.in(message))
                : recording.answeredBy(passing).flatMap(Passing::message).map(Binding::replyTo);
        return here.map(binding -> List.of(Binding.NONE, binding)).orElse(List.of(Binding.NONE));
    }

    private <T extends Record> Looked look(Part<T> part, Bytes ciphertext, List<Binding> bindings) {
        for (SymmetricKey key : keys) {
            for (Binding binding : bindings) {
                Optional<T> opened = open(part, new Sealed<>(ciphertext), key, binding);
                if (opened.isPresent()) {
                    return looked(part, key, opened.get());
                }
            }
        }
        return new Looked(part, Optional.empty(), Bytes.EMPTY, List.of());
    }

    private <T extends Record> Optional<T> open(Part<T> part, Sealed<T> field, SymmetricKey key, Binding binding) {
        try {
            return Optional.of(seals.open(part, field, key, binding, Trace.NONE));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static <T extends Record> Looked looked(Part<T> part, SymmetricKey key, T opened) {
        List<SymmetricKey> inside = part.layout().values(opened).values().stream()
                .filter(SymmetricKey.class::isInstance)
                .map(SymmetricKey.class::cast)
                .toList();
        return new Looked(part, Optional.of(key), Bytes.of(part.layout().encode(opened)), inside);
    }
}
