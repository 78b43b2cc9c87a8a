package hallpass.as.violation;

import java.io.IOException;
import java.net.Socket;

/** A fault on purpose: an exchange that goes to the network itself. */
public final class SocketExchange {
    Socket answer() throws IOException {
        return new Socket("localhost", 1);
    }
}
