package hallpass.message;

import hallpass.wire.Field;

/** K11, client to AS, before K1: requests the string-to-key parameters and a SPAKE challenge. */
public record PreAuthenticationReq(@Field("ID_c") PrincipalName client) implements Message {}
