package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * P10, CA to client: one chunk of the CRL (RFC 5280 §5, in DER), which may exceed one message.
 *
 * @param crlNumber the CRL number; it changes if a newer CRL appears between two chunks
 * @param totalSize size of the CRL in bytes
 */
public record CrlRep(
        @Field("number") Long crlNumber,
        @Field("size") Integer totalSize,
        @Field("offset") Integer offset,
        @Field("part") Bytes chunk)
        implements Message {
    /** Half of the maximum frame length. */
    public static final int MAX_CHUNK = 32 * 1024;
}
