package hallpass.wire;

import hallpass.wire.FieldType.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** The kinds of field that need no other package: text, time, lifetime, whole numbers, bytes. All numbers are big-endian. */
public final class FieldTypes {
    /** 9999-12-31T23:59:59.999Z. Later times are refused, so that adding a lifetime to a time cannot overflow. */
    private static final long MAX_MILLIS = 253_402_300_799_999L;

    public static final FieldType<Bytes> BYTES = of(Bytes::toArray, Bytes::of);
    public static final FieldType<String> TEXT =
            of(text -> text.getBytes(StandardCharsets.UTF_8), FieldTypes::decodeUtf8);
    /** u64, milliseconds since 1970. */
    public static final FieldType<Instant> TIME =
            of(time -> encodeUnsigned(Long.BYTES, time.toEpochMilli()), FieldTypes::decodeTime);
    /** u32, seconds. */
    public static final FieldType<Duration> LIFETIME = of(
            life -> encodeUnsigned(Integer.BYTES, life.toSeconds()),
            bytes -> Duration.ofSeconds(decodeUnsigned(bytes, 4)));
    /** u32, at most 2³¹ − 1. */
    public static final FieldType<Integer> COUNT = of(n -> encodeUnsigned(Integer.BYTES, n), FieldTypes::decodeCount);

    /** u64, at most 2⁶³ − 1. */
    public static final FieldType<Long> LONG_COUNT =
            of(n -> encodeUnsigned(Long.BYTES, n), FieldTypes::decodeLongCount);

    private FieldTypes() {}

    /** Decoding that may find the bytes invalid. */
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

    /** A whole number in {@code size} bytes. */
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

    /** A whole number of exactly {@code size} bytes; a u64 keeps its 64 bits in the sign's place too. */
    public static long decodeUnsigned(byte[] bytes, int size) throws InvalidValueException {
        if (bytes.length != size) {
            throw new InvalidValueException("is " + bytes.length + " bytes long instead of " + size);
        }
        long value = 0;
        for (byte b : bytes) {
            value = value << 8 | (b & 0xff);
        }
        return value;
    }

    /** Text that is valid UTF-8 as it stands: malformed sequences are refused, not replaced. */
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
            throw new InvalidValueException("is a time after the year 9999");
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
