package hallpass.config;

import hallpass.trace.PrintableText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The realm that a folder contained when a process opened it. The folder may be removed, renamed or
 * replaced by another realm while the process runs; the process must then write nothing into it.
 *
 * @param id the content of {@code realm.id}; empty for a realm of a version without that file
 */
record RealmIdentity(Path root, String id) {
    private static final String FILE = "realm.id";
    private static final int MAX_BYTES = 256;

    /** Gives a folder a new random id. */
    static RealmIdentity create(Path root) throws RealmException {
        String id = UUID.randomUUID().toString();
        PrivateFiles.write(root.resolve(FILE), (id + "\n").getBytes(StandardCharsets.US_ASCII));
        return new RealmIdentity(root, id);
    }

    static boolean exists(Path root) {
        return Files.exists(root.resolve(FILE)) && !Files.exists(root.resolve(UnfinishedRealm.MARKER));
    }

    static RealmIdentity read(Path root) throws RealmException {
        return new RealmIdentity(root, readId(root));
    }

    private static String readId(Path root) throws RealmException {
        try {
            byte[] content = PrivateFiles.read(root.resolve(FILE), MAX_BYTES);
            return new String(content, StandardCharsets.US_ASCII).strip();
        } catch (RealmException e) {
            if (e.error() == RealmError.FILE_MISSING || e.error() == RealmError.REALM_INCOMPLETE) {
                return "";
            }
            throw e;
        }
    }

    /** @throws RealmException with {@code REALM_REPLACED} if the folder contains another realm */
    void requireUnchanged() throws RealmException {
        boolean exists = !id.isEmpty() || Files.exists(root.resolve(RealmFolder.CONFIG_FILE));
        if (!exists || !readId(root).equals(id)) {
            throw new RealmException(
                    RealmError.REALM_REPLACED,
                    root.toString(),
                    "The realm in " + PrintableText.escape(root.toString())
                            + " was removed, renamed or replaced after this process opened it.");
        }
    }
}
