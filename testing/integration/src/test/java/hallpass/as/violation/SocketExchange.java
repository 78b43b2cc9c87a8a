package hallpass.as.violation;

import java.io.IOException;
import java.net.Socket;

/** Violates a rule: an exchange opens a socket. */
public final class SocketExchange {
    Socket answer() throws IOException {
        return new Socket("localhost", 1);
    }
}
