package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;

/** P12, CA to whoever asked: an OCSP response (RFC 6960 §4.2) in DER, signed by the CA and with the asker's nonce. */
public record RevocationRep(@Field("OCSP") Bytes ocspResponse) implements Message {}
