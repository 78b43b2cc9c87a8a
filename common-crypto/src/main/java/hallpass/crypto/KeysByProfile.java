package hallpass.crypto;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Seals under keys that hang on the realm's profile: what the guard {@code profile-binding} adds to a suite. Who has
 * other guards opens nothing that was sealed here, whatever anybody between the two says.
 */
public final class KeysByProfile implements CipherSuite {
    private final CipherSuite suite;
    private final byte[] purpose;

    /** @param profile in words: equal ones are one profile */
    public KeysByProfile(CipherSuite suite, String profile) {
        this.suite = suite;
        this.purpose = ("hallpass profile-binding " + profile).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associated, byte[] plaintext) {
        return suite.seal(DerivedKey.of(key, purpose), usage, associated, plaintext);
    }

    @Override
    public byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associated, byte[] sealed)
            throws BadIntegrityException {
        return suite.open(DerivedKey.of(key, purpose), usage, associated, sealed);
    }

    @Override
    public String name() {
        return suite.name();
    }

    @Override
    public int keySize() {
        return suite.keySize();
    }
}
