package hallpass.crypto;

/** Makes a principal's key from the password that its user types (the string-to-key of RFC 3961 §3). */
public interface StringToKey {
    /** What a new password is to be mixed with. The KDC keeps it beside the key, and tells it to whoever asks; empty for nothing. */
    String newSalt(Randomness randomness);

    /**
     * @param password not changed and not kept
     * @param salt as {@link #newSalt} made it, once
     * @throws BadSaltException if a key made with it would be weaker, or cost more, than any that {@link #newSalt} leads to
     */
    SymmetricKey toKey(String label, char[] password, String salt) throws BadSaltException;

    /** A key that is made for the first time, and its salt. */
    record SaltedKey(String salt, SymmetricKey key) {}

    /** The key of a new password. */
    default SaltedKey newKey(String label, char[] password, Randomness randomness) {
        String salt = newSalt(randomness);
        try {
            return new SaltedKey(salt, toKey(label, password, salt));
        } catch (BadSaltException e) {
            throw new AssertionError("a salt of its own", e);
        }
    }
}
