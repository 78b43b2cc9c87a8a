package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * P12, from the CA: an OCSP response (RFC 6960 §4.2) in DER, signed by the CA, with the nonce of
 * the request.
 */
public record RevocationStatusRep(@Field("OCSP") Bytes ocspResponse) implements Message {}
