package hallpass.wire;

import hallpass.wire.DecodeException.DecodeFault;
import java.nio.ByteBuffer;

/**
 * The frame of every message: {@code u32 length ‖ u8 type ‖ body}, big-endian. The length counts
 * the type and the body.
 *
 * @param type the message type, 0 to 255
 */
public record Frame(int type, Bytes body) {
    /** The size of the length prefix in bytes. */
    public static final int PREFIX_SIZE = 4;
    /**
     * The maximum length of type and body. Readers check the prefix before they allocate memory.
     */
    public static final int MAX_LENGTH = 64 * 1024;

    public Frame {
        if (type < 0 || type > 0xff || body.size() + 1 > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "type " + type + " with a body of " + body.size() + " bytes is not a valid frame");
        }
    }

    /** The encoded size in bytes, with the prefix. */
    public int size() {
        return PREFIX_SIZE + 1 + body.size();
    }

    public byte[] encode() {
        return ByteBuffer.allocate(size())
                .putInt(1 + body.size())
                .put((byte) type)
                .put(body.toArray())
                .array();
    }

    /**
     * Decodes a complete frame.
     *
     * @throws DecodeException if the prefix does not match the size, or exceeds the maximum
     */
    public static Frame decode(byte[] bytes) throws DecodeException {
        if (bytes.length < PREFIX_SIZE + 1) {
            throw new DecodeException(DecodeFault.MALFORMED, "frame", "has only " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = checkLength(in.getInt());
        if (length != bytes.length - PREFIX_SIZE) {
            throw new DecodeException(
                    DecodeFault.MALFORMED,
                    "frame",
                    "declares " + length + " bytes but has " + (bytes.length - PREFIX_SIZE));
        }
        return decodeContent(in);
    }

    /** Decodes the bytes after the prefix: the type, then the body. */
    public static Frame decodeContent(ByteBuffer content) {
        int type = content.get() & 0xff;
        byte[] body = new byte[content.remaining()];
        content.get(body);
        return new Frame(type, Bytes.of(body));
    }

    /**
     * Validates a length prefix and returns the length.
     *
     * @throws DecodeException if the length is 0 or exceeds the maximum
     */
    public static int checkLength(int prefix) throws DecodeException {
        if (prefix >= 1 && prefix <= MAX_LENGTH) {
            return prefix;
        }
        throw new DecodeException(
                prefix == 0 ? DecodeFault.MALFORMED : DecodeFault.TOO_LONG,
                "frame",
                "length " + Integer.toUnsignedString(prefix) + " is not within 1 to " + MAX_LENGTH);
    }
}
