package hallpass.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.attack.BleichenbacherSearch.Oracle;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests the whole search against a local oracle; C9 runs it over the network. */
class BleichenbacherSearchTest {
    private static final int SIZE = 256;
    /** A fixed modulus, because the number of queries depends on it. Its factors are not needed. */
    private static final BigInteger N =
            new BigInteger(8 * SIZE, new Random(2)).setBit(0).setBit(8 * SIZE - 1);

    private final Random random = new Random(1);
    private final RSAPublicKey key = key();

    @Test
    void findsWholeBlock() throws Exception {
        byte[] block = block();
        BleichenbacherSearch search = new BleichenbacherSearch(key, ignored -> {});

        search.search(SIZE, localOracle(block));

        assertThat(search.firstBytes(SIZE)).isEqualTo(block);
        assertThat(search.queries()).isGreaterThan(8 * SIZE / 2);
    }

    @Test
    void knownDivisorSavesMostQueries() throws Exception {
        BigInteger divisor = BigInteger.valueOf(2520);
        BigInteger number = new BigInteger(1, block()).divide(divisor).multiply(divisor);
        byte[] block = BleichenbacherSearch.toBlock(number, SIZE);
        BleichenbacherSearch search = new BleichenbacherSearch(key, ignored -> {});

        assertThat(search.trim(localOracle(block)).mod(divisor)).isEqualTo(BigInteger.ZERO);
        search.search(5, localOracle(block));
        assertThat(search.queries()).isLessThan(2_000);

        search.search(SIZE, localOracle(block));
        assertThat(search.firstBytes(SIZE)).isEqualTo(block);
        assertThat(search.queries()).isLessThan(10_000);
    }

    private static RSAPublicKey key() {
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(N, RSAKeyGenParameterSpec.F4);
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A block of 00 02 and random bytes other than 00. */
    private byte[] block() {
        byte[] block = new byte[SIZE];
        random.nextBytes(block);
        for (int i = 0; i < SIZE; i++) {
            block[i] |= 1;
        }
        block[0] = 0;
        block[1] = 2;
        return block;
    }

    private static Oracle localOracle(byte[] block) {
        BigInteger number = new BigInteger(1, Arrays.copyOf(block, SIZE));
        return multiplier ->
                BleichenbacherSearch.isPadded(number.multiply(multiplier).mod(N), N);
    }
}
