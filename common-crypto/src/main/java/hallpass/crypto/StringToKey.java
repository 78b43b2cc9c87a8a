package hallpass.crypto;

/** Derives a key from a password: the string-to-key function of RFC 3961 §3. */
public interface StringToKey {
    /**
     * Generates the salt for a new password. The KDC stores it with the key and sends it to clients
     * before login. Empty if the function uses no salt.
     */
    String newSalt(Randomness randomness);

    /**
     * @param password not modified and not kept
     * @param salt a salt that {@link #newSalt} returned when the key was created
     * @throws BadSaltException if the salt is malformed, or would make the key weaker or more
     *     expensive than {@link #newSalt} does
     */
    SymmetricKey toKey(String label, char[] password, String salt) throws BadSaltException;

    /** A new key and its salt. */
    record SaltedKey(String salt, SymmetricKey key) {}

    /** Derives a key from a new password and a new salt. */
    default SaltedKey newKey(String label, char[] password, Randomness randomness) {
        String salt = newSalt(randomness);
        try {
            return new SaltedKey(salt, toKey(label, password, salt));
        } catch (BadSaltException e) {
            throw new AssertionError("a new salt is valid", e);
        }
    }
}
