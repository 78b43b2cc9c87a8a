package hallpass.adversary.console;

import hallpass.adversary.Direction;
import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Message;
import hallpass.message.PartType;
import hallpass.message.SealedParts;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that were typed in, and the keys found inside parts that other keys decrypt. Not
 * thread-safe.
 */
final class KnownKeys {
    private final Sealer seals;
    private final Recording recording;
    private final List<SymmetricKey> keys = new ArrayList<>();
    private int lastInspected;

    KnownKeys(Sealer sealer, Recording recording) {
        this.seals = sealer;
        this.recording = recording;
    }

    /** An encrypted part with its key and content, if the key is known. */
    record InspectedPart(
            PartType<?> part, Optional<SymmetricKey> key, Bytes plaintext, List<SymmetricKey> containedKeys) {}

    List<SymmetricKey> all() {
        return List.copyOf(keys);
    }

    /** Adds a key. All frames are inspected again. */
    void add(SymmetricKey key) {
        if (!keys.contains(key)) {
            keys.add(key);
            lastInspected = 0;
        }
    }

    /** Inspects new frames and collects the keys in them, until no further key is found. */
    void collectKeys(List<RecordedFrame> frames) {
        int before;
        do {
            before = keys.size();
            int from = lastInspected;
            frames.stream().filter(recorded -> recorded.number() > from).forEach(this::collectKeysOf);
            lastInspected = frames.isEmpty() ? 0 : frames.get(frames.size() - 1).number();
            if (keys.size() > before) {
                lastInspected = 0;
            }
        } while (keys.size() > before);
    }

    private void collectKeysOf(RecordedFrame recorded) {
        if (keys.isEmpty()) {
            return;
        }
        for (InspectedPart inspected : inspect(recorded)) {
            inspected.containedKeys().stream()
                    .filter(key -> !keys.contains(key))
                    .map(key -> key.withLabel(key.label() + " of " + recorded.number()))
                    .forEach(keys::add);
        }
    }

    /** All encrypted parts of a frame, in order. */
    List<InspectedPart> inspect(RecordedFrame recorded) {
        if (recorded.message().isEmpty()) {
            return List.of();
        }
        List<AssociatedData> bindings = bindings(recorded, recorded.message().get());
        return SealedParts.of(recorded.message().get()).stream()
                .map(one -> inspect(one.part(), one.ciphertext(), bindings))
                .toList();
    }

    /** The possible associated data: none, as for tickets, or that of the frame. */
    private List<AssociatedData> bindings(RecordedFrame recorded, Message message) {
        Optional<AssociatedData> ownBinding = recorded.direction() == Direction.TO_SERVER
                ? Optional.of(AssociatedData.ofRequest(message))
                : recording.requestOf(recorded).flatMap(RecordedFrame::message).map(AssociatedData::ofReplyTo);
        return ownBinding
                .map(associatedData -> List.of(AssociatedData.NONE, associatedData))
                .orElse(List.of(AssociatedData.NONE));
    }

    private <T extends Record> InspectedPart inspect(
            PartType<T> part, Bytes ciphertext, List<AssociatedData> bindings) {
        for (SymmetricKey key : keys) {
            for (AssociatedData associatedData : bindings) {
                Optional<T> opened = open(part, new Sealed<>(ciphertext), key, associatedData);
                if (opened.isPresent()) {
                    return inspectedPart(part, key, opened.get());
                }
            }
        }
        return new InspectedPart(part, Optional.empty(), Bytes.EMPTY, List.of());
    }

    private <T extends Record> Optional<T> open(
            PartType<T> part, Sealed<T> field, SymmetricKey key, AssociatedData associatedData) {
        try {
            return Optional.of(seals.open(part, field, key, associatedData, Trace.NONE));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static <T extends Record> InspectedPart inspectedPart(PartType<T> part, SymmetricKey key, T opened) {
        List<SymmetricKey> containedKeys = part.layout().values(opened).values().stream()
                .filter(SymmetricKey.class::isInstance)
                .map(SymmetricKey.class::cast)
                .toList();
        return new InspectedPart(part, Optional.of(key), Bytes.of(part.layout().encode(opened)), containedKeys);
    }
}
