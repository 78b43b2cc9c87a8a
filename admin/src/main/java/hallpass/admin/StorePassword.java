package hallpass.admin;

import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The password of a realm's user in its database, which is read from a file: an argument could be seen by others. */
final class StorePassword {
    private static final int MAX_BYTES = 1024;

    private StorePassword() {}

    /** Empty without a file. */
    static String read(Optional<Path> file) throws RealmProblem {
        if (file.isEmpty()) {
            return "";
        }
        byte[] content = PrivateFiles.readSecret(file.get(), MAX_BYTES);
        return new String(content, StandardCharsets.UTF_8).strip();
    }
}
