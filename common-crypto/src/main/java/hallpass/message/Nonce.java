package hallpass.message;

import hallpass.crypto.Randomness;
import hallpass.wire.FieldType;
import hallpass.wire.FieldTypes;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A random u64 that a reply returns, which binds the reply to its request. */
public record Nonce(long value) {
    static final FieldType<Nonce> FIELD = FieldTypes.of(
            nonce -> ByteBuffer.allocate(Long.BYTES).putLong(nonce.value).array(),
            bytes -> new Nonce(FieldTypes.decodeUnsigned(bytes, Long.BYTES)));

    public static Nonce random(Randomness randomness) {
        return new Nonce(ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong());
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
