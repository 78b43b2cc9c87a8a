package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * K12, AS to client: the string-to-key parameters (RFC 4120 §5.2.7.5, PA-ETYPE-INFO2) and the SPAKE
 * challenge (RFC 9588 §4.2).
 *
 * @param salt empty if the key derivation uses no salt
 * @param share the AS's public SPAKE value; empty without the guard {@code preauth}
 */
public record PreAuthenticationRep(
        @Field(value = "salt", guard = "salted-kdf") String salt,
        @Field(value = "share", guard = "preauth") Bytes share)
        implements Message {}
