package hallpass.crypto.violation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Violates a rule: the crypto package reads a file. */
public final class CryptoReadsFile {
    byte[] key() throws IOException {
        return Files.readAllBytes(Path.of("key"));
    }
}
