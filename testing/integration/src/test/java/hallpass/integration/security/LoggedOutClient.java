package hallpass.integration.security;

import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.PasswordSource;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.trace.Trace;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * A program on top of the client's library: alice logs in, is served, changes her password, logs in anew and logs out;
 * then the program goes on without her, so that one can look for what she left behind.
 */
final class LoggedOutClient {
    private static final InputStream IN = new FileInputStream(FileDescriptor.in);

    private LoggedOutClient() {}

    /** Reads the old password and the new one from standard input, each in a line. */
    public static void main(String... arguments) throws Exception {
        KerberosClient client = new KerberosClient(new ClientSettings(
                RealmFolder.open(Path.of(arguments[0])).config(),
                InstantSource.system(),
                Randomness.secure(),
                Trace.NONE));
        PrincipalName alice = new PrincipalName("alice");
        PasswordSource typed = LoggedOutClient::readLine;
        CachedTicket ticket = client.login(alice, typed);
        CachedToken token = client.requestToken(ticket, new PrincipalName("desk/localhost"));
        client.request(token, "memo");
        client.updateKey(alice, typed, typed);
        ticket = null;
        token = null;
        System.out.println("client ready on nothing: logged out");
        Thread.currentThread().join();
    }

    /** Without a buffer or a string, which could not be wiped. */
    private static char[] readLine() {
        try {
            char[] line = new char[64];
            int length = 0;
            for (int next = IN.read(); next > '\n'; next = IN.read()) {
                line[length++] = (char) next;
            }
            char[] password = Arrays.copyOf(line, length);
            Arrays.fill(line, '\0');
            return password;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
