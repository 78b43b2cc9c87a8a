package hallpass.crypto;

/** Makes a principal's key from the password that its user types (the string-to-key of RFC 3961 §3). */
@FunctionalInterface
public interface PasswordToKey {
    /**
     * @param password not changed and not kept
     */
    SymmetricKey toKey(String label, char[] password);
}
