package hallpass.pki;

import static hallpass.pki.PkiFixtures.CA_PAIR;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class KeyPairPoolTest {
    @Test
    void refillsAfterEachTake() throws Exception {
        CountDownLatch full = new CountDownLatch(3);
        CountDownLatch refilled = new CountDownLatch(4);
        try (KeyPairPool pairs = KeyPairPool.start(3, () -> {
            full.countDown();
            refilled.countDown();
            return newPair();
        })) {
            full.await();
            pairs.next();
            refilled.await();
        }
        assertThat(refilled.getCount()).isZero();
    }

    @Test
    void generatesInCallerWhenEmpty() throws Exception {
        Thread self = Thread.currentThread();
        CountDownLatch released = new CountDownLatch(1);
        try (KeyPairPool pairs = KeyPairPool.start(1, () -> {
            if (Thread.currentThread() != self) {
                await(released);
            }
            return CA_PAIR;
        })) {
            assertThat(pairs.next()).isSameAs(CA_PAIR);
            released.countDown();
        }
    }

    @Test
    void returnsEachPairOnce() {
        AtomicInteger generated = new AtomicInteger();
        try (KeyPairPool pairs = KeyPairPool.start(2, () -> {
            generated.incrementAndGet();
            return newPair();
        })) {
            assertThat(Stream.generate(pairs::next).limit(20).map(System::identityHashCode))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void generatesDistinct2048BitKeys() {
        RSAPublicKey first = (RSAPublicKey) RsaKeys.generateKeyPair().getPublic();
        RSAPublicKey second = (RSAPublicKey) RsaKeys.generateKeyPair().getPublic();

        assertThat(first.getModulus().bitLength()).isEqualTo(2048);
        assertThat(first).isNotEqualTo(second);
    }

    private static KeyPair newPair() {
        return new KeyPair(CA_PAIR.getPublic(), CA_PAIR.getPrivate());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
