package hallpass.message;

import hallpass.wire.Field;

/** P9, anybody to CA: asks for the newest list of revoked certificates, from this byte on. */
public record CrlReq(@Field("offset") Integer offset) implements Message {}
