package hallpass.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** Seals under keys that are derived by HKDF from those that it is given: what some guards add to a suite. */
public final class KeyDerivingSuite implements CipherSuite {
    private final CipherSuite suite;
    private final Function<KeyUsage, byte[]> info;

    private KeyDerivingSuite(CipherSuite suite, Function<KeyUsage, byte[]> info) {
        this.suite = suite;
        this.info = info;
    }

    /** The guard {@code key-usage}: another key for each usage. A part that was sealed for one use then opens as no other. */
    public static CipherSuite byUsage(CipherSuite suite) {
        byte[] prefix = ascii("hallpass key-usage");
        return new KeyDerivingSuite(
                suite,
                usage -> ByteBuffer.allocate(prefix.length + Short.BYTES)
                        .put(prefix)
                        .putShort((short) usage.number())
                        .array());
    }

    /**
     * The guard {@code profile-binding}: keys that hang on the realm's profile. Who has other guards opens nothing that was
     * sealed here, whatever anybody between the two says.
     *
     * @param profile in words: equal ones are one profile
     */
    public static CipherSuite byProfile(CipherSuite suite, String profile) {
        byte[] info = ascii("hallpass profile-binding " + profile);
        return new KeyDerivingSuite(suite, usage -> info);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] plaintext) {
        return suite.seal(derive(key, usage), usage, associatedData, plaintext);
    }

    @Override
    public byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] sealed)
            throws BadIntegrityException {
        return suite.open(derive(key, usage), usage, associatedData, sealed);
    }

    @Override
    public String name() {
        return suite.name();
    }

    @Override
    public int keySize() {
        return suite.keySize();
    }

    private SymmetricKey derive(SymmetricKey key, KeyUsage usage) {
        return key.derive(key.label(), info.apply(usage), key.size());
    }
}
