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
 * A program that uses the client library: logs in, requests the memo, changes the password, drops
 * its credentials and keeps running, so that its heap can be searched for secrets.
 */
final class LoggedOutClient {
    private static final InputStream IN = new FileInputStream(FileDescriptor.in);

    private LoggedOutClient() {}

    /** Reads the old password twice and then the new one, a line each, from standard input. */
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

    /** Without buffers and strings, which cannot be wiped. */
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
