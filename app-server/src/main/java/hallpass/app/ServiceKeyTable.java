package hallpass.app;

import hallpass.config.Keytab;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.KeyRing;
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
final class ServiceKeyTable implements ApExchange.ServiceKeySource {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceKeyTable.class);

    private final Path file;
    private final PrincipalName name;
    private volatile TableSnapshot snapshot;

    /** What a file held, and what it looked like: it is replaced as a whole, so that another content is another file. */
    private record TableSnapshot(Keytab table, Keytab.Entry newest, Object fileStamp) {}

    private ServiceKeyTable(Path file, PrincipalName name) throws RealmException {
        this.file = file;
        this.name = name;
        this.snapshot = read();
    }

    /**
     * @throws RealmException if the table cannot be read, or has no key of this service
     */
    static ServiceKeyTable open(Path file, PrincipalName name) throws RealmException {
        return new ServiceKeyTable(file, name);
    }

    @Override
    public KeyRing keyRingAt(Instant now) {
        Keytab.Entry newest = snapshot.newest;
        return new KeyRing() {
            @Override
            public SymmetricKey newest() {
                return labelled(newest);
            }

            @Override
            public List<SymmetricKey> others() {
                return currentTable().entriesOf(name).stream()
                        .filter(entry -> entry.version() != newest.version() && entry.isActive(now))
                        .map(ServiceKeyTable::labelled)
                        .toList();
            }
        };
    }

    private static SymmetricKey labelled(Keytab.Entry entry) {
        return entry.key().withLabel("K_s (" + entry.name() + " v" + entry.version() + ")");
    }

    private Keytab currentTable() {
        try {
            if (!fileStamp().equals(snapshot.fileStamp)) {
                snapshot = read();
            }
        } catch (RealmException e) {
            // The keys that are known still serve: a table that cannot be read now is no reason to stop.
            LOG.warn("the keys could not be read again: {}", e.description());
        }
        return snapshot.table;
    }

    private TableSnapshot read() throws RealmException {
        // The look is taken first: what is written between the two is read again.
        Object fileStamp = fileStamp();
        Keytab table = Keytab.read(file);
        return new TableSnapshot(table, table.newestKey(name, file), fileStamp);
    }

    private Object fileStamp() throws RealmException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", file, "read", e);
        }
    }
}
