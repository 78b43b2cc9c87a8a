package hallpass.crypto;

/** A key made from another one for one purpose; nothing leads from the one back to the other, nor from purpose to purpose. */
final class DerivedKey {
    private DerivedKey() {}

    /** HKDF-SHA-256 without salt, to as many bytes as the key has, and under its name. */
    static SymmetricKey of(SymmetricKey key, byte[] purpose) {
        return key.derive(key.label(), purpose, key.size());
    }
}
