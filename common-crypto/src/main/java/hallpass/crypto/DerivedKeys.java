package hallpass.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** Seals under keys that are derived by HKDF from those that it is given: what some guards add to a suite. */
public final class DerivedKeys implements CipherSuite {
    private final CipherSuite suite;
    private final Function<KeyUsage, byte[]> purpose;

    private DerivedKeys(CipherSuite suite, Function<KeyUsage, byte[]> purpose) {
        this.suite = suite;
        this.purpose = purpose;
    }

    /** The guard {@code key-usage}: another key for each usage. A part that was sealed for one use then opens as no other. */
    public static CipherSuite byUsage(CipherSuite suite) {
        byte[] name = ascii("hallpass key-usage");
        return new DerivedKeys(
                suite,
                usage -> ByteBuffer.allocate(name.length + Short.BYTES)
                        .put(name)
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
        byte[] name = ascii("hallpass profile-binding " + profile);
        return new DerivedKeys(suite, usage -> name);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associated, byte[] plaintext) {
        return suite.seal(derived(key, usage), usage, associated, plaintext);
    }

    @Override
    public byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associated, byte[] sealed)
            throws BadIntegrityException {
        return suite.open(derived(key, usage), usage, associated, sealed);
    }

    @Override
    public String name() {
        return suite.name();
    }

    @Override
    public int keySize() {
        return suite.keySize();
    }

    private SymmetricKey derived(SymmetricKey key, KeyUsage usage) {
        return key.derive(key.label(), purpose.apply(usage), key.size());
    }
}
