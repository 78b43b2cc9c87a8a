package hallpass.wire;

import hallpass.wire.FieldType.InvalidValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** The kinds of field that need no other package: text, time, lifetime, whole numbers, bytes. All numbers are big-endian. */
public final class FieldTypes {
    /** 9999-12-31T23:59:59.999Z. Later times are refused, so that adding a lifetime to a time cannot overflow. */
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    public static final FieldType<Bytes> BYTES = of(Bytes::toArray, Bytes::of);
    public static final FieldType<String> TEXT = of(text -> text.getBytes(StandardCharsets.UTF_8), FieldTypes::utf8);
    /** u64, milliseconds since 1970. */
    public static final FieldType<Instant> TIME =
            of(time -> number(Long.BYTES, time.toEpochMilli()), FieldTypes::decodeTime);
    /** u32, seconds. */
    public static final FieldType<Duration> LIFETIME =
            of(life -> number(Integer.BYTES, life.toSeconds()), bytes -> Duration.ofSeconds(unsigned(bytes, 4)));
    /** u32, at most 2³¹ − 1. */
    public static final FieldType<Integer> COUNT = of(n -> number(Integer.BYTES, n), FieldTypes::decodeCount);

    /** u64, at most 2⁶³ − 1. */
    public static final FieldType<Long> LONG_COUNT = of(n -> number(Long.BYTES, n), FieldTypes::decodeLongCount);

    private FieldTypes() {}

    /** Decoding that may find the bytes invalid. */
    public interface Decoder<V> {
        V decode(byte[] bytes) throws InvalidValue;
    }

    public static <V> FieldType<V> of(Function<V, byte[]> encoder, Decoder<V> decoder) {
        return new FieldType<>() {
            @Override
            public byte[] encode(V value) {
                return encoder.apply(value);
            }

            @Override
            public V decode(byte[] bytes, String fieldName) throws InvalidValue {
                return decoder.decode(bytes);
            }
        };
    }

    /** A whole number in {@code size} bytes. */
    public static byte[] number(int size, long value) {
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
    public static long unsigned(byte[] bytes, int size) throws InvalidValue {
        if (bytes.length != size) {
            throw new InvalidValue("is " + bytes.length + " bytes long instead of " + size);
        }
        long value = 0;
        for (byte b : bytes) {
            value = value << 8 | (b & 0xff);
        }
        return value;
    }

    /** Text that is valid UTF-8 as it stands: malformed sequences are refused, not replaced. */
    public static String utf8(byte[] bytes) throws InvalidValue {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidValue("is not valid UTF-8");
        }
    }

    private static Instant decodeTime(byte[] bytes) throws InvalidValue {
        long millis = unsigned(bytes, Long.BYTES);
        if (millis < 0 || millis > LATEST_MILLIS) {
            throw new InvalidValue("is a time after the year 9999");
        }
        return Instant.ofEpochMilli(millis);
    }

    private static Long decodeLongCount(byte[] bytes) throws InvalidValue {
        long value = unsigned(bytes, Long.BYTES);
        if (value < 0) {
            throw new InvalidValue("is larger than " + Long.MAX_VALUE);
        }
        return value;
    }

    private static Integer decodeCount(byte[] bytes) throws InvalidValue {
        long value = unsigned(bytes, Integer.BYTES);
        if (value > Integer.MAX_VALUE) {
            throw new InvalidValue("is larger than " + Integer.MAX_VALUE);
        }
        return (int) value;
    }
}
