package hallpass.message;

import hallpass.wire.Field;

/** P9, to the CA: requests the current CRL, starting at a byte offset. Not authenticated. */
public record CrlReq(@Field("offset") Integer offset) implements Message {}
