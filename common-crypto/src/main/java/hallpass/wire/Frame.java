package hallpass.wire;

import hallpass.wire.DecodeException.Fault;
import java.nio.ByteBuffer;

/**
 * The envelope of every message: {@code u32 length ‖ u8 type ‖ body}, big-endian. The length counts what follows it.
 *
 * @param type the message's type, 0 to 255
 */
public record Frame(int type, Bytes body) {
    /** Bytes of the length prefix. */
    public static final int PREFIX = 4;
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
        return PREFIX + 1 + body.size();
    }

    public byte[] toArray() {
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
    public static Frame of(byte[] bytes) throws DecodeException {
        if (bytes.length < PREFIX + 1) {
            throw new DecodeException(Fault.MALFORMED, "frame", "is only " + bytes.length + " bytes long");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = checkLength(in.getInt());
        if (length != bytes.length - PREFIX) {
            throw new DecodeException(
                    Fault.MALFORMED, "frame", "counts " + length + " bytes and has " + (bytes.length - PREFIX));
        }
        return ofContent(in);
    }

    /** A frame from the bytes that its length counted: the type, then the body. */
    public static Frame ofContent(ByteBuffer content) {
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
                prefix == 0 ? Fault.MALFORMED : Fault.TOO_LONG,
                "frame",
                "length " + Integer.toUnsignedString(prefix) + " is not within 1 to " + MAX_LENGTH);
    }
}
