package hallpass.client.credential;

import hallpass.client.credential.CredentialCacheException.Problem;
import hallpass.config.FileLocks;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.Sha256;
import hallpass.wire.DecodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The file that keeps credentials between commands. Only its owner can read it; updates are atomic.
 */
public final class CredentialCache {
    /** A hundred tokens and sessions take about 30 KiB. */
    private static final int MAX_BYTES = 1024 * 1024;

    /** Makes collisions among the realm folders of one user improbable. */
    private static final int FOLDER_HASH_BYTES = 6;

    private final Path file;
    private final CredentialsCodec codec;

    private CredentialCache(Path file, CredentialsCodec format) {
        this.file = file;
        this.codec = format;
    }

    /**
     * The cache of this user for a realm: {@code $HALLPASS_CACHE}, or a file below {@code
     * $XDG_STATE_HOME} or {@code ~/.local/state}. Realm folders with the same realm name have
     * different files.
     *
     * @param home the home folder of the user; empty if it is unknown
     */
    public static CredentialCache forRealm(RealmFolder folder, Map<String, String> environment, Optional<Path> home)
            throws CredentialCacheException {
        String realm = folder.config().realm();
        String explicit = environment.getOrDefault("HALLPASS_CACHE", "");
        if (!explicit.isEmpty()) {
            return at(Path.of(explicit), realm);
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // XDG base directory specification: a relative path is invalid and ignored.
        Path base = state.startsWith("/") ? Path.of(state) : stateFolder(folder, home);
        return at(base.resolve("hallpass").resolve(realm + "-" + folderHash(folder.root()) + ".cache"), realm);
    }

    private static Path stateFolder(RealmFolder folder, Optional<Path> home) throws CredentialCacheException {
        return home.filter(Path::isAbsolute)
                .orElseThrow(() -> new CredentialCacheException(
                        Problem.NO_HOME, folder.root(), "there is no home folder to keep credentials in"))
                .resolve(".local")
                .resolve("state");
    }

    /** The same for all paths of one folder, and different for other folders. */
    private static String folderHash(Path folder) {
        byte[] path = canonical(folder).toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.digest(path), 0, FOLDER_HASH_BYTES);
    }

    private static Path canonical(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }

    public static CredentialCache at(Path file, String realm) {
        return new CredentialCache(file.toAbsolutePath(), new CredentialsCodec(realm));
    }

    public Path file() {
        return file;
    }

    /** Reads the credentials; they are empty if there is no file. */
    public Credentials read() throws CredentialCacheException {
        requireCache();
        if (isEmptyOrMissing()) {
            return Credentials.EMPTY;
        }
        try {
            byte[] content = PrivateFiles.readSecret(file, MAX_BYTES);
            try {
                return codec.decode(content);
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        } catch (RealmException e) {
            throw new CredentialCacheException(file, e);
        } catch (DecodeException e) {
            throw new CredentialCacheException(
                    Problem.MALFORMED, file, "the credentials in " + file + " cannot be used (" + e.problem() + ")", e);
        }
    }

    /** Replaces the credentials by the result of {@code change}. Concurrent updates take turns. */
    public Credentials update(UnaryOperator<Credentials> change) throws CredentialCacheException {
        return updateLocked(this::read, change);
    }

    /**
     * Checks that the credentials can be written, so that a command fails before it asks for a
     * password.
     */
    public void requireWritable() throws CredentialCacheException {
        requireCache();
        createFolder();
    }

    /** As {@link #update}, but a damaged cache counts as empty, so that a login repairs it. */
    public Credentials updateOrReplace(UnaryOperator<Credentials> change) throws CredentialCacheException {
        return updateLocked(this::readOrEmpty, change);
    }

    private interface CacheReader {
        Credentials read() throws CredentialCacheException;
    }

    private Credentials updateLocked(CacheReader reader, UnaryOperator<Credentials> change)
            throws CredentialCacheException {
        requireWritable();
        return withLock(() -> {
            requireCache();
            Credentials changed = change.apply(reader.read());
            write(changed);
            return changed;
        });
    }

    private Credentials readOrEmpty() {
        try {
            return read();
        } catch (CredentialCacheException e) {
            return Credentials.EMPTY;
        }
    }

    /**
     * Overwrites the file with zeros and deletes it, even if it is a damaged cache.
     *
     * @return whether there was a cache
     */
    public boolean wipe() throws CredentialCacheException {
        requireCache();
        if (isEmptyOrMissing()) {
            return false;
        }
        return withLock(() -> {
            requireCache();
            try {
                if (isEmptyOrMissing()) {
                    return false;
                }
                overwrite();
                return Files.deleteIfExists(file);
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        });
    }

    private <T> T withLock(FileLocks.LockedWork<T, CredentialCacheException> work) throws CredentialCacheException {
        try {
            return FileLocks.withLock(file, work);
        } catch (RealmException e) {
            Problem problem = e.error() == RealmError.LOCK_TIMEOUT ? Problem.LOCKED : Problem.UNUSABLE_FILE;
            throw new CredentialCacheException(problem, file, e.description(), e);
        }
    }

    private void write(Credentials credentials) throws CredentialCacheException {
        byte[] content = codec.encode(credentials);
        try {
            PrivateFiles.write(file, content);
        } catch (RealmException e) {
            throw new CredentialCacheException(file, e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Refuses what is not a cache: a non-empty file without the signature, a device, a link, a
     * folder. Such a file is never overwritten or removed.
     */
    private void requireCache() throws CredentialCacheException {
        try {
            PrivateFiles.requireReplaceable(file);
        } catch (RealmException e) {
            throw new CredentialCacheException(Problem.NOT_A_CACHE, file, withoutFullStop(e.description()), e);
        }
        if (!isEmptyOrMissing() && !CredentialsCodec.isCache(beginning())) {
            throw new CredentialCacheException(
                    Problem.NOT_A_CACHE, file, file + " is not a credentials cache, and stays as it is");
        }
    }

    private static String withoutFullStop(String sentence) {
        return sentence.replaceFirst("\\.$", "");
    }

    private byte[] beginning() throws CredentialCacheException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(CredentialsCodec.SIGNATURE_END);
        } catch (IOException e) {
            throw new CredentialCacheException(file, PrivateFiles.ioFailure("The file", file, "read", e));
        }
    }

    private boolean isEmptyOrMissing() {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            return Files.notExists(file);
        }
    }

    private void overwrite() throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(out.size(), MAX_BYTES));
            while (zeros.hasRemaining()) {
                out.write(zeros);
            }
            out.force(true);
        }
    }

    private void createFolder() throws CredentialCacheException {
        Path folder = folder();
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Path parent = folder.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            PrivateFiles.createFolder(folder);
        } catch (IOException e) {
            throw cannotWrite(e);
        } catch (RealmException e) {
            throw new CredentialCacheException(file, e);
        }
    }

    private Path folder() {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private CredentialCacheException cannotWrite(IOException e) {
        return new CredentialCacheException(
                Problem.NOT_WRITABLE, file, "the credentials cannot be written to " + file + " (" + e + ")", e);
    }
}
