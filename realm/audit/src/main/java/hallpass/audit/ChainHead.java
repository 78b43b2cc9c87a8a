package hallpass.audit;

import hallpass.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The end of a hash chain, to which the next line must refer.
 *
 * @param number the number of the last line; 0 for an empty log
 * @param hash the SHA-256 of the last line without its newline, in hex
 */
record ChainHead(long number, String hash) {
    static final ChainHead START = new ChainHead(0, "0".repeat(64));

    ChainHead next(byte[] line) {
        return new ChainHead(number + 1, sha256(line));
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Sha256.digest(content));
    }

    /** Of a whole file. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
