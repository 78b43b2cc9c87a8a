package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * P10, CA to whoever asked: a part of the list (RFC 5280 §5, in DER), which may be longer than a message.
 *
 * @param crlNumber the list's own, by which an asker sees that a newer one came between two parts
 * @param totalSize of the whole list
 */
public record CrlRep(
        @Field("number") Long crlNumber,
        @Field("size") Integer totalSize,
        @Field("offset") Integer offset,
        @Field("part") Bytes chunk)
        implements Message {
    /** Well within a frame. */
    public static final int MAX_CHUNK = 32 * 1024;
}
