package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the padding oracle that attack C9 uses. */
class RsaPkcs1Test {
    private static final RsaEncryption PKCS1 = RsaEncryption.PKCS1;
    private static final int BLOCK = 256;
    private static KeyPair pair;

    @BeforeAll
    static void generateKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(8 * BLOCK);
        pair = generator.generateKeyPair();
    }

    @Test
    void roundTripsUpToCapacity() throws Exception {
        assertThat(PKCS1.capacity(publicKey())).isEqualTo(245);
        for (int length : new int[] {0, 1, 245}) {
            byte[] plaintext = new byte[length];
            assertThat(PKCS1.open(pair.getPrivate(), PKCS1.seal(publicKey(), plaintext)))
                    .isEqualTo(plaintext);
        }
        assertThatThrownBy(() -> PKCS1.seal(publicKey(), new byte[246])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void opensUnterminatedPaddingAsEmpty() throws Exception {
        byte[] endless = block(2, (byte) 7);
        byte[] tooShort = block(2, (byte) 7);
        tooShort[9] = 0;

        assertThat(PKCS1.open(pair.getPrivate(), encrypted(endless))).isEmpty();
        assertThat(PKCS1.open(pair.getPrivate(), encrypted(tooShort))).isEmpty();
    }

    @Test
    void refusesWrongPaddingHeader() {
        for (byte[] sealed : new byte[][] {
            encrypted(block(1, (byte) 7)),
            encrypted(block(0, (byte) 7)),
            new byte[BLOCK],
            new byte[0],
            new byte[BLOCK + 1]
        }) {
            assertThatThrownBy(() -> PKCS1.open(pair.getPrivate(), sealed)).isInstanceOf(BadIntegrityException.class);
        }
    }

    @Test
    void refusesCiphertextWithoutItsLeadingZero() throws Exception {
        byte[] sealed;
        do {
            sealed = PKCS1.seal(publicKey(), new byte[16]);
        } while (sealed[0] != 0);
        byte[] sameNumber = Arrays.copyOfRange(sealed, 1, sealed.length);

        assertThat(PKCS1.open(pair.getPrivate(), sealed)).isEqualTo(new byte[16]);
        assertThatThrownBy(() -> PKCS1.open(pair.getPrivate(), sameNumber)).isInstanceOf(BadIntegrityException.class);
    }

    /** 00, the block type, and the same byte in all other places. */
    private static byte[] block(int type, byte rest) {
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, rest);
        block[0] = 0;
        block[1] = (byte) type;
        return block;
    }

    private static byte[] encrypted(byte[] block) {
        byte[] number = new BigInteger(1, block)
                .modPow(publicKey().getPublicExponent(), publicKey().getModulus())
                .toByteArray();
        byte[] sealed = new byte[BLOCK];
        int size = Math.min(BLOCK, number.length);
        System.arraycopy(number, number.length - size, sealed, BLOCK - size, size);
        return sealed;
    }

    private static RSAPublicKey publicKey() {
        return (RSAPublicKey) pair.getPublic();
    }
}
