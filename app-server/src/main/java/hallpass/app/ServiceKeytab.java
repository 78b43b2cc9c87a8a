package hallpass.app;

import hallpass.config.Keytab;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.KeyRing;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's keys from its keytab. If no known key opens a token, the keytab is read again, so
 * that a new key takes effect without a restart and without a refused token.
 */
final class ServiceKeytab implements ApExchange.ServiceKeySource {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceKeytab.class);

    private final Path file;
    private final PrincipalName name;
    private volatile KeytabSnapshot snapshot;

    /**
     * Content of the file.
     *
     * @param fileStamp identity of the file; a changed keytab is always a new file
     */
    private record KeytabSnapshot(Keytab keytab, Keytab.Entry newest, Object fileStamp) {}

    private ServiceKeytab(Path file, PrincipalName name) throws RealmException {
        this.file = file;
        this.name = name;
        this.snapshot = read();
    }

    /**
     * @throws RealmException if the keytab cannot be read, or has no key of this service
     */
    static ServiceKeytab open(Path file, PrincipalName name) throws RealmException {
        return new ServiceKeytab(file, name);
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
                return currentKeytab().entriesOf(name).stream()
                        .filter(entry -> entry.version() != newest.version() && entry.isActive(now))
                        .map(ServiceKeytab::labelled)
                        .toList();
            }
        };
    }

    private static SymmetricKey labelled(Keytab.Entry entry) {
        return entry.key().withLabel("K_s (" + entry.name() + " v" + entry.version() + ")");
    }

    @Override
    public Optional<String> problem() {
        try {
            requireReadable();
            readAgainIfChanged();
            return Optional.empty();
        } catch (RealmException e) {
            return Optional.of("cannot read its keytab, and refuses tokens under newer keys: " + e.description());
        }
    }

    private Keytab currentKeytab() {
        try {
            readAgainIfChanged();
        } catch (RealmException e) {
            // The service continues with the known keys.
            LOG.warn("the keytab could not be read again: {}", e.description());
        }
        return snapshot.keytab;
    }

    private void readAgainIfChanged() throws RealmException {
        if (!fileStamp().equals(snapshot.fileStamp)) {
            snapshot = read();
        }
    }

    /** A change of the owner leaves the rest of the file as it was. */
    private void requireReadable() throws RealmException {
        if (Files.exists(file) && !Files.isReadable(file)) {
            throw PrivateFiles.ioFailure("The file", file, "read", new AccessDeniedException(file.toString()));
        }
    }

    private KeytabSnapshot read() throws RealmException {
        // Taken first: a keytab that is replaced in between is read again next time.
        Object fileStamp = fileStamp();
        Keytab keytab = Keytab.read(file);
        return new KeytabSnapshot(keytab, keytab.newestKey(name, file), fileStamp);
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
