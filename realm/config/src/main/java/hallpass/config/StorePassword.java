package hallpass.config;

import java.nio.file.Path;

/**
 * The file with the password of the PostgreSQL user. PostgreSQL and its driver prepare the password
 * themselves (RFC 4013), so that only the byte-order mark and the line end are removed here.
 */
public final class StorePassword {
    private static final int MAX_BYTES = 1024;

    private StorePassword() {}

    /** @throws RealmException also if other users have access to the file */
    public static String read(Path file) throws RealmException {
        return TextFiles.readSecret(file, MAX_BYTES).replaceFirst("[\r\n]+\\z", "");
    }
}
