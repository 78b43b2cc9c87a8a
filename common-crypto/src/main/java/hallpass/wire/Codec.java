package hallpass.wire;

/**
 * Turns a value into bytes and back. What {@link #decode} accepts, {@link #encode} turns back into the same bytes.
 *
 * @param <T> the value
 */
public interface Codec<T> {
    /**
     * @throws IllegalArgumentException if a field does not fit its u16 length: the caller should have refused it earlier
     */
    byte[] encode(T value);

    /**
     * @throws DecodeException if the bytes are too few, too many, or not a value of their field
     */
    T decode(byte[] bytes) throws DecodeException;
}
