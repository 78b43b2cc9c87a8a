package hallpass.provisioning;

import hallpass.audit.AuditLogBackup;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Version;
import hallpass.crypto.Sha256;
import hallpass.provisioning.BackupManifest.ArchivedFile;
import hallpass.store.RealmStoreBackup;
import hallpass.trace.PrintableText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Backs up a realm to one file while its servers run.
 *
 * <p>The databases are copied first, each in one consistent state, then the audit logs. So the logs
 * of the backup have a line for every change in its databases. The other files are read before and
 * after the databases; if one of them changed in between, the backup starts over, because a key
 * file and the database that lists its key belong together.
 */
public final class RealmBackup {
    /** Log files, locks, temporary files, and files that a new realm gets anyway. */
    private static final Pattern EXCLUDED = Pattern.compile("\\.gitignore|realm\\.id|\\.unfinished-realm"
            + "|\\..*\\.lock|\\..*\\.tmp|.*\\.log(\\.[0-9]+)?|.*\\.db(-.*|\\.before-upgrade.*|\\.old.*)?");
    /** Files that change at any time, and need not fit the databases exactly. */
    private static final Pattern INDEPENDENT = Pattern.compile(".*\\.crl|enrol\\.request");

    private static final int MAX_FILE_BYTES = 16 << 20;
    private static final int MAX_FOLDER_DEPTH = 3;
    private static final int MAX_ATTEMPTS = 5;

    private final RealmFolder realm;

    public RealmBackup(RealmFolder realm) {
        this.realm = realm;
    }

    /**
     * The result of a backup.
     *
     * @param sha256 of the file, in hexadecimal
     */
    public record WrittenBackup(BackupManifest manifest, String sha256) {}

    /**
     * Writes a backup with mode 0600. The file appears once it is complete.
     *
     * @param file a new file outside of the realm's folder
     */
    public WrittenBackup writeTo(Path file, Instant now) throws RealmException {
        requireNewFile(file);
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path copies = Files.createTempDirectory(
                    folder == null ? file : folder,
                    ".hallpass-backup-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                return write(file, copies, now);
            } finally {
                delete(copies);
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The backup", file, "written", e);
        }
    }

    private void requireNewFile(Path file) throws RealmException {
        Path root = realm.root().toAbsolutePath().normalize();
        if (file.toAbsolutePath().normalize().startsWith(root)) {
            throw new RealmException(
                    RealmError.BACKUP_TARGET,
                    file.toString(),
                    PrintableText.escape(file.toString()) + " is inside the realm's folder.");
        } else if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new RealmException(
                    RealmError.BACKUP_TARGET,
                    file.toString(),
                    PrintableText.escape(file.toString()) + " is not a file.");
        } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw PrivateFiles.ioFailure(
                    "The backup", file, "written", new FileAlreadyExistsException(file.toString()));
        }
    }

    private WrittenBackup write(Path file, Path copies, Instant now) throws RealmException, IOException {
        Snapshot snapshot = readSnapshot(copies);
        BackupManifest[] manifest = new BackupManifest[1];
        PrivateFiles.writeNew(file, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary));
                    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
                zip.setComment(BackupArchive.UNSEALED);
                manifest[0] = new Writer(zip).write(snapshot, now);
            }
            BackupArchive.seal(temporary);
        });
        return new WrittenBackup(manifest[0], BackupArchive.hash(file, Files.size(file)));
    }

    /** Files and databases of one moment. */
    private record Snapshot(
            SortedMap<String, byte[]> files, List<RealmStoreBackup.DatabaseBackup> databases, String realmId) {}

    private Snapshot readSnapshot(Path copies) throws RealmException, IOException {
        SortedMap<String, byte[]> before = readFiles();
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Path folder = Files.createDirectory(copies.resolve("attempt-" + attempt));
            List<RealmStoreBackup.DatabaseBackup> databases = RealmStoreBackup.copyTo(realm, folder);
            SortedMap<String, byte[]> after = readFiles();
            if (isUnchanged(before, after)) {
                return new Snapshot(after, databases, realm.id());
            }
            before = after;
            delete(folder);
        }
        throw new RealmException(
                RealmError.REALM_CHANGING,
                realm.root().toString(),
                "The files of " + PrintableText.escape(realm.root().toString()) + " changed during each of "
                        + MAX_ATTEMPTS + " attempts to back them up.");
    }

    private static boolean isUnchanged(Map<String, byte[]> before, Map<String, byte[]> after) {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !INDEPENDENT.matcher(baseName(name)).matches())
                .allMatch(name -> Arrays.equals(before.get(name), after.get(name)));
    }

    /** The files besides databases and audit logs, by path in the realm's folder. */
    private SortedMap<String, byte[]> readFiles() throws RealmException {
        Set<Path> logs = new HashSet<>();
        for (AuditLogBackup.LogFiles log : AuditLogBackup.logs(realm)) {
            logs.add(log.logFile());
            logs.add(log.checkpointFile());
        }
        SortedMap<String, byte[]> content = new TreeMap<>();
        for (Path file : listFiles()) {
            if (!logs.contains(file)
                    && !EXCLUDED.matcher(String.valueOf(file.getFileName())).matches()) {
                read(file).ifPresent(bytes -> content.put(pathOf(file), bytes));
            }
        }
        return content;
    }

    private List<Path> listFiles() throws RealmException {
        try (Stream<Path> all = Files.walk(realm.root(), MAX_FOLDER_DEPTH)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", realm.root(), "read", e);
        } catch (UncheckedIOException e) {
            throw PrivateFiles.ioFailure("The folder", realm.root(), "read", Objects.requireNonNull(e.getCause()));
        }
    }

    /** Empty if the file was removed in the meantime. */
    private static Optional<byte[]> read(Path file) throws RealmException {
        try {
            return Optional.of(PrivateFiles.read(file, MAX_FILE_BYTES));
        } catch (RealmException e) {
            if (e.error() == RealmError.FILE_MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** With slashes on every system. */
    private String pathOf(Path file) {
        return realm.root().relativize(file).toString().replace('\\', '/');
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Content of one file of the archive. */
    private interface FileContent {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the archive; the manifest comes last, because it has the hashes of all files. */
    private final class Writer {
        private final ZipOutputStream zip;
        private final SortedMap<String, ArchivedFile> files = new TreeMap<>();

        Writer(ZipOutputStream zip) {
            this.zip = zip;
        }

        BackupManifest write(Snapshot snapshot, Instant now) throws IOException, RealmException {
            SortedMap<String, String> content = new TreeMap<>();
            for (RealmStoreBackup.DatabaseBackup database : snapshot.databases) {
                String path = pathOf(database.file());
                add(path, out -> Files.copy(database.copy(), out));
                database.content().forEach((table, text) -> content.put(path + "/" + table, text));
            }
            for (Map.Entry<String, byte[]> file : snapshot.files.entrySet()) {
                add(file.getKey(), out -> out.write(file.getValue()));
            }
            for (AuditLogBackup.LogFiles log : AuditLogBackup.logs(realm)) {
                addLog(log);
            }
            BackupManifest manifest =
                    new BackupManifest(realm.config().realm(), snapshot.realmId, Version.number(), now, files, content);
            zip.putNextEntry(new ZipEntry(BackupArchive.MANIFEST));
            zip.write(manifest.encode());
            zip.closeEntry();
            return manifest;
        }

        private void addLog(AuditLogBackup.LogFiles log) throws IOException, RealmException {
            Optional<byte[]> checkpoint = log.readCheckpoint();
            if (checkpoint.isPresent()) {
                add(pathOf(log.checkpointFile()), out -> out.write(checkpoint.get()));
            }
            if (Files.exists(log.logFile())) {
                add(pathOf(log.logFile()), log::copyLines);
            }
        }

        private void add(String path, FileContent content) throws IOException {
            MessageDigest digest = Sha256.newDigest();
            long[] size = {0};
            zip.putNextEntry(new ZipEntry(path));
            OutputStream counting = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    zip.write(bytes, offset, length);
                    size[0] += length;
                }
            };
            content.writeTo(new DigestOutputStream(counting, digest));
            zip.closeEntry();
            files.put(path, new ArchivedFile(size[0], HexFormat.of().formatHex(digest.digest())));
        }
    }
}
