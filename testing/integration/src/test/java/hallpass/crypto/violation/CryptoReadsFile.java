package hallpass.crypto.violation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fault on purpose: cryptography that reads a file. */
public final class CryptoReadsFile {
    byte[] key() throws IOException {
        return Files.readAllBytes(Path.of("key"));
    }
}
