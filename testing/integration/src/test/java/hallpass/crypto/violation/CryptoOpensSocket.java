package hallpass.crypto.violation;

import java.io.IOException;
import java.net.Socket;

/** A fault on purpose: cryptography that opens a socket. */
public final class CryptoOpensSocket {
    void leak() throws IOException {
        new Socket("localhost", 1).close();
    }
}
