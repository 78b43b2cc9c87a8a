package hallpass.it;

import hallpass.client.ClientSetting;
import hallpass.client.KerberosClient;
import hallpass.client.PasswordSource;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmFolder;
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
final class LoggedOut {
    private static final InputStream IN = new FileInputStream(FileDescriptor.in);

    private LoggedOut() {}

    /** Reads the old password and the new one from standard input, each in a line. */
    public static void main(String... arguments) throws Exception {
        KerberosClient client = new KerberosClient(new ClientSetting(
                RealmFolder.open(Path.of(arguments[0])).config(),
                InstantSource.system(),
                Randomness.secure(),
                Trace.NONE));
        PrincipalName alice = new PrincipalName("alice");
        PasswordSource typed = LoggedOut::line;
        HeldTicket ticket = client.login(alice, typed);
        HeldToken token = client.token(ticket, new PrincipalName("desk/localhost"));
        client.request(token, "memo");
        client.updateKey(alice, typed, typed);
        ticket = null;
        token = null;
        System.out.println("client ready on nothing: logged out");
        Thread.currentThread().join();
    }

    /** Without a buffer or a string, which could not be wiped. */
    private static char[] line() {
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
