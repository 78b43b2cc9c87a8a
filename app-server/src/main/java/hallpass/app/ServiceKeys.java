package hallpass.app;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.KeyRing;
import hallpass.realm.KeyTable;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's own keys from its key table. A new one that is written there is found when something comes that the known
 * ones do not open: without a restart, and before the first token under it is refused.
 */
final class ServiceKeys implements ApplicationExchange.Keys {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceKeys.class);

    private final Path file;
    private final PrincipalName name;
    private volatile Read last;

    /** What a file held, and what it looked like: it is replaced as a whole, so that another content is another file. */
    private record Read(KeyTable table, KeyTable.Entry newest, Object look) {}

    private ServiceKeys(Path file, PrincipalName name) throws RealmProblem {
        this.file = file;
        this.name = name;
        this.last = read();
    }

    /**
     * @throws RealmProblem if the table cannot be read, or has no key of this service
     */
    static ServiceKeys open(Path file, PrincipalName name) throws RealmProblem {
        return new ServiceKeys(file, name);
    }

    @Override
    public KeyRing at(Instant now) {
        KeyTable.Entry newest = last.newest;
        return new KeyRing() {
            @Override
            public SymmetricKey newest() {
                return labelled(newest);
            }

            @Override
            public List<SymmetricKey> others() {
                return current().of(name).stream()
                        .filter(entry -> entry.version() != newest.version() && entry.isGood(now))
                        .map(ServiceKeys::labelled)
                        .toList();
            }
        };
    }

    private static SymmetricKey labelled(KeyTable.Entry entry) {
        return entry.key().as("K_s (" + entry.name() + " v" + entry.version() + ")");
    }

    private KeyTable current() {
        try {
            if (!look().equals(last.look)) {
                last = read();
            }
        } catch (RealmProblem e) {
            // The keys that are known still serve: a table that cannot be read now is no reason to stop.
            LOG.warn("the keys could not be read again: {}", e.sentence());
        }
        return last.table;
    }

    private Read read() throws RealmProblem {
        // The look is taken first: what is written between the two is read again.
        Object look = look();
        KeyTable table = KeyTable.read(file);
        return new Read(table, table.newest(name, file), look);
    }

    private Object look() throws RealmProblem {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            throw PrivateFiles.problem("The file", file, "read", e);
        }
    }
}
