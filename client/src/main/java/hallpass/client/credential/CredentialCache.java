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
import java.util.function.UnaryOperator;

/** The file that keeps a wallet between commands. Only its owner can read it; it is replaced as a whole, or not at all. */
public final class CredentialCache {
    /** A hundred tokens and sessions are some 30 KiB. */
    private static final int MAX_BYTES = 1024 * 1024;

    /** Enough that no two folders of one user have the same. */
    private static final int FOLDER_HASH_BYTES = 6;

    private final Path file;
    private final CredentialsCodec codec;

    private CredentialCache(Path file, CredentialsCodec format) {
        this.file = file;
        this.codec = format;
    }

    /**
     * Where this user's credentials for a realm are: {@code $HALLPASS_CACHE}, or below {@code $XDG_STATE_HOME}, or below
     * {@code ~/.local/state}. Two realms of one name have two files, since they have two folders.
     */
    public static CredentialCache forRealm(RealmFolder folder, Map<String, String> environment, Path home) {
        String realm = folder.config().realm();
        String explicit = environment.getOrDefault("HALLPASS_CACHE", "");
        if (!explicit.isEmpty()) {
            return at(Path.of(explicit), realm);
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG base directory specification: a relative path is invalid and is to be ignored.
        Path base =
                state.startsWith("/") ? Path.of(state) : home.resolve(".local").resolve("state");
        return at(base.resolve("hallpass").resolve(realm + "-" + folderHash(folder.root()) + ".cache"), realm);
    }

    /** The same for one folder by whatever path, and another for each other folder. */
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

    /** What is kept; an empty wallet where nothing is. */
    public Credentials read() throws CredentialCacheException {
        if (Files.notExists(file)) {
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

    /** Replaces what is kept by what {@code change} makes of it. Of two commands at the same time, one waits. */
    public Credentials update(UnaryOperator<Credentials> change) throws CredentialCacheException {
        return updateLocked(this::read, change);
    }

    /** The same, but a file that cannot be used counts as empty: a login puts it right. */
    public Credentials updateOrReplace(UnaryOperator<Credentials> change) throws CredentialCacheException {
        return updateLocked(this::readOrEmpty, change);
    }

    private interface CacheReader {
        Credentials read() throws CredentialCacheException;
    }

    private Credentials updateLocked(CacheReader reader, UnaryOperator<Credentials> change)
            throws CredentialCacheException {
        createFolder();
        return withLock(() -> {
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
     * Overwrites the file, then removes it; one that cannot be read, too.
     *
     * @return whether there was one
     */
    public boolean wipe() throws CredentialCacheException {
        if (!Files.exists(file)) {
            return false;
        }
        return withLock(() -> {
            try {
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

    private void overwrite() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
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
