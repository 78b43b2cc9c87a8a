package hallpass.wire;

/**
 * Encodes values as bytes and decodes them. Canonical: re-encoding a decoded value yields the same
 * bytes.
 *
 * @param <T> the value
 */
public interface Codec<T> {
    /** @throws IllegalArgumentException if a field is longer than its u16 length allows */
    byte[] encode(T value);

    /**
     * @throws DecodeException if the bytes are truncated, have trailing bytes, or hold an invalid
     *     value
     */
    T decode(byte[] bytes) throws DecodeException;
}
