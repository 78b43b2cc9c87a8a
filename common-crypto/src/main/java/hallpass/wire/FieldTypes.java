package hallpass.wire;

import hallpass.wire.FieldType.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * The basic field types: text, timestamp, lifetime, unsigned integers, bytes. Integers are
 * big-endian.
 */
public final class FieldTypes {
    /** 9999-12-31T23:59:59.999Z. The limit keeps timestamp plus lifetime from overflowing. */
    private static final long MAX_MILLIS = 253_402_300_799_999L;

    public static final FieldType<Bytes> BYTES = of(Bytes::toArray, Bytes::of);
    public static final FieldType<String> TEXT =
            of(text -> text.getBytes(StandardCharsets.UTF_8), FieldTypes::decodeUtf8);
    /** u64, milliseconds since 1970-01-01T00:00:00Z. */
    public static final FieldType<Instant> TIME =
            of(time -> encodeUnsigned(Long.BYTES, time.toEpochMilli()), FieldTypes::decodeTime);

    public static final FieldType<Duration> LIFETIME = of(
            life -> encodeUnsigned(Integer.BYTES, life.toSeconds()),
            bytes -> Duration.ofSeconds(decodeUnsigned(bytes, 4)));
    public static final FieldType<Integer> COUNT = of(n -> encodeUnsigned(Integer.BYTES, n), FieldTypes::decodeCount);

    public static final FieldType<Long> LONG_COUNT =
            of(n -> encodeUnsigned(Long.BYTES, n), FieldTypes::decodeLongCount);

    private FieldTypes() {}

    /** Decodes the content of a field. */
    public interface FieldDecoder<V> {
        V decode(byte[] bytes) throws InvalidValueException;
    }

    public static <V> FieldType<V> of(Function<V, byte[]> encoder, FieldDecoder<V> decoder) {
        return new FieldType<>() {
            @Override
            public byte[] encode(V value) {
                return encoder.apply(value);
            }

            @Override
            public V decode(byte[] bytes, String fieldName) throws InvalidValueException {
                return decoder.decode(bytes);
            }
        };
    }

    /** Encodes an unsigned integer in {@code size} bytes, big-endian. */
    public static byte[] encodeUnsigned(int size, long value) {
        if (value < 0 || (size < Long.BYTES && value >>> (8 * size) != 0)) {
            throw new IllegalArgumentException(value + " does not fit " + size + " unsigned bytes");
        }
        byte[] bytes = new byte[size];
        for (int i = size - 1; i >= 0; i--) {
            bytes[i] = (byte) value;
            value >>>= 8;
        }
        return bytes;
    }

    /**
     * Decodes an unsigned integer of exactly {@code size} bytes. A u64 above 2⁶³ − 1 becomes
     * negative.
     */
    public static long decodeUnsigned(byte[] bytes, int size) throws InvalidValueException {
        if (bytes.length != size) {
            throw new InvalidValueException("has " + bytes.length + " bytes instead of " + size);
        }
        long value = 0;
        for (byte b : bytes) {
            value = value << 8 | (b & 0xff);
        }
        return value;
    }

    /** Decodes UTF-8 strictly: malformed input is an error and is never replaced. */
    public static String decodeUtf8(byte[] bytes) throws InvalidValueException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidValueException("is not valid UTF-8");
        }
    }

    private static Instant decodeTime(byte[] bytes) throws InvalidValueException {
        long millis = decodeUnsigned(bytes, Long.BYTES);
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new InvalidValueException("is a timestamp after the year 9999");
        }
        return Instant.ofEpochMilli(millis);
    }

    private static Long decodeLongCount(byte[] bytes) throws InvalidValueException {
        long value = decodeUnsigned(bytes, Long.BYTES);
        if (value < 0) {
            throw new InvalidValueException("is larger than " + Long.MAX_VALUE);
        }
        return value;
    }

    private static Integer decodeCount(byte[] bytes) throws InvalidValueException {
        long value = decodeUnsigned(bytes, Integer.BYTES);
        if (value > Integer.MAX_VALUE) {
            throw new InvalidValueException("is larger than " + Integer.MAX_VALUE);
        }
        return (int) value;
    }
}
