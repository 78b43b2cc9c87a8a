package hallpass.wire;

import hallpass.wire.DecodeException.DecodeFault;
import java.nio.ByteBuffer;

/**
 * The envelope of every message: {@code u32 length ‖ u8 type ‖ body}, big-endian. The length counts what follows it.
 *
 * @param type the message's type, 0 to 255
 */
public record Frame(int type, Bytes body) {
    /** Bytes of the length prefix. */
    public static final int PREFIX_SIZE = 4;
    /** The largest length: type and body together. Whoever reads a frame checks it before allocating anything. */
    public static final int MAX_LENGTH = 64 * 1024;

    public Frame {
        if (type < 0 || type > 0xff || body.size() + 1 > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "type " + type + " with a body of " + body.size() + " bytes is no frame");
        }
    }

    /** Bytes on the wire, the prefix among them. */
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
     * A frame from all of its bytes.
     *
     * @throws DecodeException if the prefix does not count exactly the rest, or counts too much
     */
    public static Frame decode(byte[] bytes) throws DecodeException {
        if (bytes.length < PREFIX_SIZE + 1) {
            throw new DecodeException(DecodeFault.MALFORMED, "frame", "is only " + bytes.length + " bytes long");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = checkLength(in.getInt());
        if (length != bytes.length - PREFIX_SIZE) {
            throw new DecodeException(
                    DecodeFault.MALFORMED,
                    "frame",
                    "counts " + length + " bytes and has " + (bytes.length - PREFIX_SIZE));
        }
        return decodeContent(in);
    }

    /** A frame from the bytes that its length counted: the type, then the body. */
    public static Frame decodeContent(ByteBuffer content) {
        int type = content.get() & 0xff;
        byte[] body = new byte[content.remaining()];
        content.get(body);
        return new Frame(type, Bytes.of(body));
    }

    /**
     * The length that a prefix gives.
     *
     * @throws DecodeException if no frame has that length
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
