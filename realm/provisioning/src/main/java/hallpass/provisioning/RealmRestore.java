package hallpass.provisioning;

import hallpass.audit.AuditLogBackup;
import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.FileLocks;
import hallpass.config.PemFiles;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.StoreLocation;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Crl;
import hallpass.pki.RevokedCertificate;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStoreBackup;
import hallpass.store.RealmStores;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Restores a realm from a {@link BackupArchive}. The realm appears under its name once it is
 * complete; an interrupted restore can be repeated.
 *
 * <p>The restored realm is an older state of the realm, so that some of it must not be used again:
 * the CRL number continues above all numbers of before, revocations that the replaced folder knows
 * are kept, requests that were sent before the restore are refused, the enrolment token is a new
 * one, and every audit log records the restore.
 */
public final class RealmRestore {
    private static final DateTimeFormatter TIME_IN_NAMES =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String AUTHORITY_CERTIFICATE = "ca/ca.crt";
    private static final String REVOCATION_LIST = "ca/ca.crl";
    private static final String STAGING_SUFFIX = ".restoring";
    private static final PrincipalName UNKNOWN_SUBJECT = new PrincipalName("unknown");
    private static final int MAX_CERTIFICATE_BYTES = 1 << 20;

    private final BackupArchive archive;
    private final Path root;
    private final InstantSource clock;
    private final Randomness randomness;
    private Optional<StoreLocation> store = Optional.empty();
    private Optional<String> storePassword = Optional.empty();
    private boolean replaceExisting;
    private String operator = "hallpass";

    /** @param root a new or empty folder, or that of the realm to replace */
    public RealmRestore(BackupArchive archive, Path root, InstantSource clock, Randomness randomness) {
        this.archive = archive;
        this.root = root.toAbsolutePath().normalize();
        this.clock = clock;
        this.randomness = randomness;
    }

    /** Restores the databases to another store than the one in the backup. */
    public RealmRestore to(StoreLocation other) {
        store = Optional.of(other);
        return this;
    }

    /** Sets the password of the PostgreSQL user, if it is not that of the backup. */
    public RealmRestore withStorePassword(String password) {
        storePassword = Optional.of(password);
        return this;
    }

    /** Renames an existing folder and existing schemas instead of refusing them. */
    public RealmRestore replacingExisting() {
        replaceExisting = true;
        return this;
    }

    /** Sets the user that the audit logs record. */
    public RealmRestore by(String user) {
        operator = user;
        return this;
    }

    /**
     * The result of a restore.
     *
     * @param previous the folder with the replaced realm
     * @param keptRevocations the number of revocations that the backup did not have
     */
    public record RestoredRealm(RealmFolder realm, Optional<Path> previous, int keptRevocations) {}

    /** @throws RealmException if the realm is in use, or is another one; it then stays as it is */
    public RestoredRealm run() throws RealmException {
        requireSpace();
        if (!isOccupied(root)) {
            int kept = create(root, Optional.empty());
            return new RestoredRealm(RealmFolder.open(root), Optional.empty(), kept);
        }
        requireReplaceable();
        Path staging = root.resolveSibling(root.getFileName() + STAGING_SUFFIX);
        Path previous = unusedName(root.resolveSibling(root.getFileName() + ".before-restore-" + timeInName()));
        prepareStaging(staging);
        int kept = create(staging, publishedList());
        rename(root, previous);
        rename(staging, root);
        return new RestoredRealm(RealmFolder.open(root), Optional.of(previous), kept);
    }

    private void requireSpace() throws RealmException {
        Path folder = root;
        while (folder.getParent() != null && Files.notExists(folder)) {
            folder = folder.getParent();
        }
        try {
            if (Files.getFileStore(folder).getUsableSpace() < archive.totalBytes()) {
                throw new RealmException(
                        RealmError.DISK_FULL,
                        root.toString(),
                        "The realm needs " + archive.totalBytes() + " bytes in "
                                + PrintableText.escape(folder.toString()) + ", which has less.");
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", folder, "read", e);
        }
    }

    /** Whether there is anything but an empty folder, or an interrupted restore. */
    private static boolean isOccupied(Path folder) throws RealmException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS) || RealmFolder.isUnfinished(folder)) {
            return false;
        } else if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", folder, "read", e);
        }
    }

    private void requireReplaceable() throws RealmException {
        String name = PrintableText.escape(root.toString());
        if (Files.isSymbolicLink(root) || !Files.isDirectory(root)) {
            throw new RealmException(RealmError.FOLDER_UNREADABLE, root.toString(), name + " is not a folder.");
        }
        byte[] expected = archive.read(AUTHORITY_CERTIFICATE);
        Path certificate = root.resolve(AUTHORITY_CERTIFICATE);
        if (Files.exists(certificate)
                && !Arrays.equals(PrivateFiles.read(certificate, MAX_CERTIFICATE_BYTES), expected)) {
            throw new RealmException(
                    RealmError.BACKUP_OF_OTHER_REALM,
                    archive.file().toString(),
                    "The backup of " + archive.manifest().realm() + " is not one of the realm in " + name + ".");
        } else if (!replaceExisting) {
            throw new RealmException(RealmError.REALM_EXISTS, root.toString(), name + " is not empty.");
        }
        requireUnused();
    }

    /** Every process of a realm has locked its audit log. */
    private void requireUnused() throws RealmException {
        try (Stream<Path> all = Files.walk(root, 2)) {
            for (Path log : all.filter(path -> path.toString().endsWith(".jsonl") && Files.isRegularFile(path))
                    .toList()) {
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    if (!FileLocks.tryLock(channel)) {
                        throw new RealmException(
                                RealmError.STORE_IN_USE,
                                root.toString(),
                                "The realm in " + PrintableText.escape(root.toString())
                                        + " is in use: a process writes "
                                        + PrintableText.escape(
                                                root.relativize(log).toString())
                                        + ".");
                    }
                }
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", root, "read", e);
        }
    }

    /** Removes a previous attempt; gives the new folder the owner of the present one. */
    private void prepareStaging(Path staging) throws RealmException {
        RealmFolder.discard(staging);
        PrivateFiles.createFolder(staging);
        try {
            PosixFileAttributes present = Files.readAttributes(root, PosixFileAttributes.class);
            PosixFileAttributeView view = Files.getFileAttributeView(staging, PosixFileAttributeView.class);
            if (view != null && !view.readAttributes().owner().equals(present.owner())) {
                view.setGroup(present.group());
                view.setOwner(present.owner());
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", staging, "created", e);
        }
    }

    /** The CRL of the folder that is replaced, if it can be read. */
    private Optional<Crl> publishedList() {
        try {
            Path file = root.resolve(REVOCATION_LIST);
            return Files.exists(file) ? Optional.of(PemFiles.readRevocationList(file)) : Optional.empty();
        } catch (RealmException e) {
            return Optional.empty();
        }
    }

    /** @return the number of revocations that the backup does not have */
    private int create(Path folder, Optional<Crl> published) throws RealmException {
        String toml = new String(archive.read("realm.toml"), StandardCharsets.UTF_8);
        if (store.isPresent()) {
            toml = RealmFolder.withStore(toml, store.get(), folder.resolve("realm.toml"));
        }
        int[] kept = {0};
        RealmFolder.create(folder, toml, realm -> kept[0] = populate(realm, published));
        return kept[0];
    }

    private int populate(RealmFolder realm, Optional<Crl> published) throws RealmException {
        for (String path : archive.manifest().files().keySet()) {
            // RealmFolder.create writes realm.toml last. The CA publishes a new CRL.
            if (!path.equals("realm.toml") && !path.equals(REVOCATION_LIST)) {
                extract(realm.root(), path);
            }
        }
        if (storePassword.isPresent()) {
            realm.writeStorePassword(storePassword.get());
        }
        requireClaimedContent(realm);
        Instant now = clock.instant();
        Duration age = Duration.between(archive.manifest().time(), now);
        RealmStoreBackup.restore(
                realm,
                Optional.of("before_restore_" + timeInName()).filter(prefix -> replaceExisting),
                now,
                age.isNegative() ? Duration.ZERO : age);
        int kept = keepRevocations(realm, published, now);
        if (Files.exists(realm.enrolmentTokenHashFile())) {
            // The token of the backup may have been used since.
            new EnrolmentTokenFiles(realm).issue(randomness);
        }
        AuditLogBackup.recordRestore(realm, operator, clock, archive.manifest().time(), archive.sha256());
        return kept;
    }

    private void extract(Path folder, String path) throws RealmException {
        Path target = folder.resolve(path);
        Path parent = folder;
        for (Path name : folder.relativize(target)) {
            if (!parent.equals(folder)) {
                PrivateFiles.createFolder(parent);
            }
            parent = parent.resolve(name);
        }
        if (!path.equals("store.password") || Files.notExists(target)) {
            archive.extract(path, target);
        }
    }

    private void requireClaimedContent(RealmFolder realm) throws RealmException {
        SortedMap<String, String> found = new TreeMap<>();
        for (Path file : RealmStoreBackup.files(realm)) {
            String path = realm.root().relativize(file).toString();
            if (!archive.manifest().files().containsKey(path)) {
                throw BackupArchive.unusable(archive.file().toString(), "it has no " + path);
            }
            RealmStoreBackup.content(file).forEach((table, text) -> found.put(path + "/" + table, text));
        }
        if (!found.equals(archive.manifest().content())) {
            throw BackupArchive.unusable(archive.file().toString(), "its databases do not hold what the manifest says");
        }
    }

    /** Revokes what was revoked after the backup was made. */
    private int keepRevocations(RealmFolder realm, Optional<Crl> published, Instant now) throws RealmException {
        CertificateAuthority authority =
                PemFiles.readAuthority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        if (published.isEmpty() || !authority.isIssuerOf(published.get())) {
            return 0;
        }
        int kept = 0;
        RealmStores stores = RealmStores.of(realm);
        try (stores) {
            CertificateLedger ledger = stores.ledger();
            List<String> known = ledger.revoked().stream()
                    .map(each -> CertificateLedger.formatSerial(each.serial()))
                    .toList();
            for (RevokedCertificate revoked : published.get().revoked()) {
                String serial = CertificateLedger.formatSerial(revoked.serial());
                if (!known.contains(serial)) {
                    // The certificate itself may be newer than the backup.
                    ledger.reserve(
                            serial,
                            UNKNOWN_SUBJECT,
                            now,
                            authority.certificate().getNotAfter().toInstant(),
                            now);
                    ledger.revoke(serial, revoked.reason(), revoked.revokedAt());
                    kept++;
                }
            }
        }
        return kept;
    }

    private static void rename(Path from, Path to) throws RealmException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", from, "renamed", e);
        }
    }

    private static Path unusedName(Path name) {
        Path unused = name;
        for (int i = 2; Files.exists(unused, LinkOption.NOFOLLOW_LINKS); i++) {
            unused = name.resolveSibling(name.getFileName() + "-" + i);
        }
        return unused;
    }

    private String timeInName() {
        return TIME_IN_NAMES.format(clock.instant()).toLowerCase(Locale.ROOT);
    }
}
