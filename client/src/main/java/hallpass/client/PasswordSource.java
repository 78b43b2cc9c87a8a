package hallpass.client;

/** Supplies a password when a login needs it. */
@FunctionalInterface
public interface PasswordSource {
    /**
     * @return the password; the caller overwrites it after use
     * @throws ClientException if there is no password
     */
    char[] readPassword() throws ClientException;
}
