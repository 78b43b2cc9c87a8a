package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * P11, to the CA: requests the revocation status of a certificate. Not authenticated.
 *
 * @param serialNumber a positive integer, big-endian, without leading zero bytes
 */
public record RevocationStatusReq(
        @Field("serial") Bytes serialNumber, @Field("N11") Nonce nonce) implements Message {
    /** RFC 5280 §4.1.2.2. */
    public static final int MAX_SERIAL_BYTES = 20;

    public static RevocationStatusReq of(BigInteger serial, Nonce nonce) {
        byte[] signed = serial.toByteArray();
        int sign = signed[0] == 0 ? 1 : 0;
        return new RevocationStatusReq(Bytes.of(Arrays.copyOfRange(signed, sign, signed.length)), nonce);
    }

    public BigInteger toBigInteger() {
        return new BigInteger(1, serialNumber.toArray());
    }
}
