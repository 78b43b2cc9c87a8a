package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Layout;

/**
 * A kind of sealed part: what it is called, how it is laid out, and the usage of the key that seals it.
 *
 * @param name as the story tells it, such as {@code the ticket}
 * @param <T> what is inside
 */
public record PartType<T extends Record>(String name, KeyUsage keyUsage, Layout<T> layout) {
    static <T extends Record> PartType<T> of(Class<T> record, String name, KeyUsage usage) {
        return new PartType<>(name, usage, Layouts.of(record, name));
    }
}
