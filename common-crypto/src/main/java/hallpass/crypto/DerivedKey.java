package hallpass.crypto;

import java.util.Arrays;

/** A key made from another one for one purpose; nothing leads from the one back to the other, nor from purpose to purpose. */
final class DerivedKey {
    private DerivedKey() {}

    /** HKDF-SHA-256 without salt, to as many bytes as the key has, and under its name. */
    static SymmetricKey of(SymmetricKey key, byte[] purpose) {
        byte[] material = key.exposeMaterial();
        byte[] derived = Hkdf.derive(material, new byte[0], purpose, key.size());
        SymmetricKey made = SymmetricKey.of(key.label(), derived);
        Arrays.fill(material, (byte) 0);
        Arrays.fill(derived, (byte) 0);
        return made;
    }
}
