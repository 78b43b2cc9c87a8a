package hallpass.app;

import static hallpass.app.PkiTestRealm.CLOCK_SKEW;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.SERVER_PAIR;
import static hallpass.app.PkiTestRealm.contextAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.crypto.AesEcb;
import hallpass.crypto.RsaEncryption;
import hallpass.crypto.RsaSealed;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.protocol.GuardFields;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.protocol.Transcript;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attack C9: the error code tells the sender of P5 whether a forged block has valid padding. */
class PaddingOracleTest {
    private static final RSAPublicKey KEY = (RSAPublicKey) SERVER_PAIR.getPublic();
    private static final int BLOCK = 256;

    @Test
    void errorCodeRevealsValidPaddingWithPkcs1() throws Exception {
        assertThat(codeOf(RsaEncryption.PKCS1, encryptedBlockOfType(2))).isEqualTo(ErrorCode.KRB_AP_ERR_MODIFIED);
        assertThat(codeOf(RsaEncryption.PKCS1, encryptedBlockOfType(3))).isEqualTo(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void errorCodeIsTheSameForEveryBlockWithOaep() throws Exception {
        for (int type = 0; type < 4; type++) {
            assertThat(codeOf(RsaEncryption.OAEP, encryptedBlockOfType(type)))
                    .isEqualTo(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
        }
    }

    private static ErrorCode codeOf(RsaEncryption rsa, Bytes sealed) throws Refusal {
        RegistrationExchange exchange = new RegistrationExchange(
                new Sealer(new AesEcb(), rsa, GuardFields.ALL),
                InsecureDeterministicRandomness.counting(),
                new SessionTable(1),
                new RegistrationExchange.RegistrationPolicy(CLOCK_SKEW, Duration.ofDays(1), ReplayCache.DISABLED));
        ClientRegistrationReq request = new ClientRegistrationReq(new RsaSealed<>(sealed));
        ServerIdentity identity = PkiTestRealm.identity();
        return catchThrowableOfType(
                        Refusal.class,
                        () -> exchange.answer(request, List.of(identity), Transcript.EMPTY, contextAt(NOW)))
                .code();
    }

    /** Encrypts a block of 00, this byte, and bytes of value 7. */
    private static Bytes encryptedBlockOfType(int type) {
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 7);
        block[0] = 0;
        block[1] = (byte) type;
        byte[] number = new BigInteger(1, block)
                .modPow(KEY.getPublicExponent(), KEY.getModulus())
                .toByteArray();
        byte[] sealed = new byte[BLOCK];
        int size = Math.min(BLOCK, number.length);
        System.arraycopy(number, number.length - size, sealed, BLOCK - size, size);
        return Bytes.of(sealed);
    }
}
