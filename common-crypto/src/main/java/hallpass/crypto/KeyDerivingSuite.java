package hallpass.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Wraps a suite and derives the actual keys by HKDF. Used by the guards {@code key-usage} and
 * {@code profile-binding}.
 */
public final class KeyDerivingSuite implements CipherSuite {
    private final CipherSuite suite;
    private final Function<KeyUsage, byte[]> info;

    private KeyDerivingSuite(CipherSuite suite, Function<KeyUsage, byte[]> info) {
        this.suite = suite;
        this.info = info;
    }

    /**
     * The guard {@code key-usage}: derives one key per usage, so that a part sealed for one usage
     * does not open for another.
     */
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
     * The guard {@code profile-binding}: derives keys from the realm's guards. Parties with
     * different guards cannot open each other's messages, even if an attacker alters the
     * negotiation.
     *
     * @param profile the canonical list of guards
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
