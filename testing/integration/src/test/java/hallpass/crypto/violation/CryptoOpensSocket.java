package hallpass.crypto.violation;

import java.io.IOException;
import java.net.Socket;

/** Violates a rule: the crypto package opens a socket. */
public final class CryptoOpensSocket {
    void leak() throws IOException {
        new Socket("localhost", 1).close();
    }
}
