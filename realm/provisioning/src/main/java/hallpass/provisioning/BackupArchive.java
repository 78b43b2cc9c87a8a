package hallpass.provisioning;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.Sha256;
import hallpass.provisioning.BackupManifest.ArchivedFile;
import hallpass.trace.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A backup that was opened for reading: a ZIP file with the files of a realm and a manifest.
 * {@link #open} checks everything, so that a restore begins only with a whole archive.
 */
public final class BackupArchive implements AutoCloseable {
    static final String MANIFEST = "manifest.properties";

    private static final int HASH_LENGTH = 64;
    /** The comment of a new archive, before it is sealed. */
    static final String UNSEALED = "hallpass backup, sha-256 " + "0".repeat(HASH_LENGTH);

    private static final int MAX_MANIFEST_BYTES = 16 << 20;
    private static final int MAX_FILES = 100_000;
    private static final int MAX_SMALL_FILE_BYTES = 16 << 20;
    /** Two folders at most; no empty, "." or ".." part, no absolute path, no control character. */
    private static final Pattern PATH = Pattern.compile(
            "(?:(?!\\.\\.?/)[^/\\\\:\\p{Cntrl}]{1,255}/){0,2}" + "(?!\\.\\.?$)[^/\\\\:\\p{Cntrl}]{1,255}");

    private final Path file;
    private final ZipFile zip;
    private final BackupManifest manifest;
    private final String sha256;

    private BackupArchive(Path file, ZipFile zip, BackupManifest manifest, String sha256) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
        this.sha256 = sha256;
    }

    /**
     * Opens an archive, and checks its names, sizes and hashes.
     *
     * @throws RealmException with {@code BACKUP_UNUSABLE} if the archive is damaged
     */
    @SuppressWarnings("resource") // closed by the archive, or by the catch blocks
    public static BackupArchive open(Path file) throws RealmException {
        String name = PrintableText.escape(file.toString());
        if (Files.notExists(file)) {
            throw PrivateFiles.ioFailure("The backup", file, "read", new NoSuchFileException(name));
        } else if (!Files.isRegularFile(file)) {
            throw unusable(name, "it is not a regular file");
        }
        PrivateFiles.requirePrivate(file);
        try {
            if (!isSealed(file)) {
                throw unusable(name, "it is truncated, was changed, or was not made by hallpass realm backup");
            }
            ZipFile zip = new ZipFile(file.toFile());
            try {
                BackupManifest manifest = readManifest(zip, name);
                BackupArchive archive = new BackupArchive(file, zip, manifest, hash(file, Files.size(file)));
                archive.requireWhole();
                return archive;
            } catch (IOException | RealmException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (ZipException | FileNotFoundException e) {
            throw unusable(name, "it is not a ZIP file");
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The backup", file, "read", e);
        } catch (IllegalArgumentException e) {
            throw unusable(name, "its file names are malformed");
        }
    }

    static RealmException unusable(String archive, String reason) {
        return new RealmException(
                RealmError.BACKUP_UNUSABLE, archive, archive + " is not a usable backup: " + reason + ".");
    }

    private static BackupManifest readManifest(ZipFile zip, String name) throws IOException, RealmException {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            throw unusable(name, "it has no " + MANIFEST);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(MAX_MANIFEST_BYTES + 1);
            if (content.length > MAX_MANIFEST_BYTES) {
                throw unusable(name, "its manifest is too long");
            }
            return BackupManifest.decode(content, name);
        }
    }

    /**
     * Puts the hash of all bytes before it at the end of a new archive, into its comment. The
     * hashes of the manifest do not cover the headers of the ZIP format.
     */
    static void seal(Path archive) throws IOException {
        long end = Files.size(archive) - HASH_LENGTH;
        byte[] hash = hash(archive, end).getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(hash), end);
        }
    }

    private static boolean isSealed(Path archive) throws IOException {
        long end = Files.size(archive) - HASH_LENGTH;
        if (end < 0) {
            return false;
        }
        try (InputStream in = Files.newInputStream(archive)) {
            in.skipNBytes(end);
            String found = new String(in.readNBytes(HASH_LENGTH), StandardCharsets.US_ASCII);
            return found.equals(hash(archive, end));
        }
    }

    /** The SHA-256 of the first bytes of a file, in hexadecimal. */
    static String hash(Path file, long length) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            long left = length;
            while (left > 0) {
                int read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (read == 0) {
                    throw new EOFException();
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void requireWhole() throws IOException, RealmException {
        String name = PrintableText.escape(file.toString());
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!names.add(entry.getName()) || names.size() > MAX_FILES) {
                throw unusable(name, "it has too many files, or one twice");
            }
        }
        names.remove(MANIFEST);
        if (!names.equals(manifest.files().keySet())) {
            throw unusable(name, "its files are not those of its manifest");
        }
        for (String path : names) {
            if (!PATH.matcher(path).matches()) {
                throw unusable(name, "the path " + PrintableText.escape(path) + " is not one inside a realm's folder");
            }
        }
        for (String path : names) {
            copy(path, OutputStream.nullOutputStream());
        }
        for (String required : List.of("realm.toml", "kdc/master.key")) {
            if (!names.contains(required)) {
                throw unusable(name, "it has no " + required);
            }
        }
    }

    public BackupManifest manifest() {
        return manifest;
    }

    /** The SHA-256 of the archive, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    Path file() {
        return file;
    }

    /** The bytes that a restore needs, without those of indexes. */
    long totalBytes() {
        return manifest.files().values().stream().mapToLong(ArchivedFile::size).sum();
    }

    byte[] read(String path) throws RealmException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchivedFile described = manifest.files().get(path);
        if (described == null || described.size() > MAX_SMALL_FILE_BYTES) {
            throw unusable(
                    PrintableText.escape(file.toString()), PrintableText.escape(path) + " is missing or too long");
        }
        try {
            copy(path, out);
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The backup", file, "read", e);
        }
        return out.toByteArray();
    }

    /** Writes one file of the realm, and checks its size and hash. */
    void extract(String path, Path target) throws RealmException {
        PrivateFiles.writeNew(target, temporary -> {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                copy(path, out);
            }
        });
    }

    private void copy(String path, OutputStream out) throws IOException, RealmException {
        ArchivedFile expected = manifest.files().get(path);
        ZipEntry entry = zip.getEntry(path);
        MessageDigest digest = Sha256.newDigest();
        long size = 0;
        if (expected != null && entry != null) {
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] buffer = new byte[64 * 1024];
                for (int read = in.read(buffer); read >= 0 && size <= expected.size(); read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                    out.write(buffer, 0, read);
                    size += read;
                }
            } catch (ZipException | EOFException e) {
                size = -1;
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (expected == null || size != expected.size() || !found.equals(expected.sha256())) {
            throw unusable(PrintableText.escape(file.toString()), PrintableText.escape(path) + " was changed");
        }
    }

    @Override
    public void close() throws RealmException {
        try {
            zip.close();
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The backup", file, "closed", e);
        }
    }
}
