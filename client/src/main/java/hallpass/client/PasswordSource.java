package hallpass.client;

/** Where a password comes from: a terminal, standard input, a test. Asked only when it is needed. */
@FunctionalInterface
public interface PasswordSource {
    /**
     * @return the password, which whoever asked wipes after use
     * @throws ClientException if there is none to be had
     */
    char[] readPassword() throws ClientException;
}
