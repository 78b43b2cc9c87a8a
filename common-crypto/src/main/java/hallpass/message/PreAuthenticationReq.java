package hallpass.message;

import hallpass.wire.Field;

/** K11, client to AS, before K1: asks what the key is to be made with, and for the AS's side of an agreement. */
public record PreAuthenticationReq(@Field("ID_c") PrincipalName client) implements Message {}
