package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Layout;

/**
 * Type of an encrypted part: the record inside, its layout, and its key usage number.
 *
 * @param name the name in trace output, such as {@code the ticket}
 * @param <T> the plaintext record
 */
public record PartType<T extends Record>(String name, KeyUsage keyUsage, Layout<T> layout) {
    static <T extends Record> PartType<T> of(Class<T> record, String name, KeyUsage usage) {
        return new PartType<>(name, usage, LayoutFactory.of(record, name));
    }
}
