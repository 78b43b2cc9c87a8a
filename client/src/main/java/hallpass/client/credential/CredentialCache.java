package hallpass.client.credential;

import hallpass.crypto.Sha256;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import hallpass.wire.DecodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** The file that keeps a wallet between commands. Only its owner can read it; it is replaced as a whole, or not at all. */
public final class CredentialCache {
    /** A hundred tokens and sessions are some 30 KiB. */
    private static final int MAX_BYTES = 1024 * 1024;

    /** Enough that no two folders of one user have the same. */
    private static final int MARK_BYTES = 6;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long BETWEEN_TRIES = Duration.ofMillis(5).toNanos();

    /** Between the threads of one process, for which the system's locks are not made. */
    private static final Object THREADS = new Object();

    private final Path file;
    private final WalletFormat format;

    private CredentialCache(Path file, WalletFormat format) {
        this.file = file;
        this.format = format;
    }

    /**
     * Where this user's credentials for a realm are: {@code $HALLPASS_CACHE}, or below {@code $XDG_STATE_HOME}, or below
     * {@code ~/.local/state}. Two realms of one name have two files, since they have two folders.
     */
    public static CredentialCache of(RealmFolder folder, Map<String, String> environment, Path home) {
        String realm = folder.config().realm();
        String explicit = environment.getOrDefault("HALLPASS_CACHE", "");
        if (!explicit.isEmpty()) {
            return at(Path.of(explicit), realm);
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG base directory specification: a relative path is invalid and is to be ignored.
        Path base =
                state.startsWith("/") ? Path.of(state) : home.resolve(".local").resolve("state");
        return at(base.resolve("hallpass").resolve(realm + "-" + mark(folder.root()) + ".cache"), realm);
    }

    /** The same for one folder by whatever path, and another for each other folder. */
    private static String mark(Path folder) {
        byte[] path = canonical(folder).toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.of(path), 0, MARK_BYTES);
    }

    private static Path canonical(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }

    public static CredentialCache at(Path file, String realm) {
        return new CredentialCache(file.toAbsolutePath(), new WalletFormat(realm));
    }

    public Path file() {
        return file;
    }

    /** What is kept; an empty wallet where nothing is. */
    public Wallet read() throws CacheProblem {
        if (Files.notExists(file)) {
            return Wallet.EMPTY;
        }
        try {
            byte[] content = PrivateFiles.readSecret(file, MAX_BYTES);
            try {
                return format.decode(content);
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        } catch (RealmProblem e) {
            throw new CacheProblem(e.sentence(), e);
        } catch (DecodeException e) {
            throw new CacheProblem(
                    "the credentials in " + shown(file) + " cannot be used (" + Printable.of(e.problem())
                            + "): remove them with hallpass logout, then log in again",
                    e);
        }
    }

    /** Replaces what is kept by what {@code change} makes of it. Of two commands at the same time, one waits. */
    public Wallet update(UnaryOperator<Wallet> change) throws CacheProblem {
        return change(this::read, change);
    }

    /** The same, but a file that cannot be used counts as empty: a login puts it right. */
    public Wallet renew(UnaryOperator<Wallet> change) throws CacheProblem {
        return change(this::readOrEmpty, change);
    }

    private interface Reading {
        Wallet read() throws CacheProblem;
    }

    private Wallet change(Reading reading, UnaryOperator<Wallet> change) throws CacheProblem {
        makeFolder();
        return alone(() -> {
            Wallet changed = change.apply(reading.read());
            write(changed);
            return changed;
        });
    }

    private Wallet readOrEmpty() {
        try {
            return read();
        } catch (CacheProblem e) {
            return Wallet.EMPTY;
        }
    }

    /**
     * Overwrites the file, then removes it; one that cannot be read, too.
     *
     * @return whether there was one
     */
    public boolean wipe() throws CacheProblem {
        if (!Files.exists(file)) {
            return false;
        }
        return alone(() -> {
            overwrite();
            return Files.deleteIfExists(file);
        });
    }

    private interface Work<T> {
        T run() throws IOException, CacheProblem;
    }

    private <T> T alone(Work<T> work) throws CacheProblem {
        synchronized (THREADS) {
            try (FileChannel lock = openLock()) {
                take(lock);
                return work.run();
            } catch (IOException e) {
                throw notWritten(e);
            }
        }
    }

    /** Whoever else has it is done within milliseconds, unless somebody stopped them in the middle. */
    private void take(FileChannel lock) throws IOException, CacheProblem {
        long begun = System.nanoTime();
        while (lock.tryLock() == null) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new CacheProblem("another hallpass command has kept " + shown(file) + " for "
                        + PATIENCE.toSeconds() + " s: end it, then type this again");
            }
            LockSupport.parkNanos(BETWEEN_TRIES);
        }
    }

    private void write(Wallet wallet) throws CacheProblem {
        byte[] content = format.encode(wallet);
        try {
            PrivateFiles.write(file, content);
        } catch (RealmProblem e) {
            throw new CacheProblem(e.sentence(), e);
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

    /** A file of its own, since the cache itself is another file after each write. Closing it gives up the lock. */
    private FileChannel openLock() throws IOException {
        return FileChannel.open(
                file.resolveSibling("." + file.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private void makeFolder() throws CacheProblem {
        Path folder = folder();
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Path above = folder.getParent();
            if (above != null) {
                Files.createDirectories(above);
            }
            PrivateFiles.createFolder(folder);
        } catch (IOException e) {
            throw notWritten(e);
        } catch (RealmProblem e) {
            throw new CacheProblem(e.sentence(), e);
        }
    }

    private Path folder() {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private CacheProblem notWritten(IOException e) {
        return new CacheProblem(
                "the credentials cannot be kept in " + shown(file) + " (" + Printable.of(String.valueOf(e)) + "): "
                        + "name a file that you may write in HALLPASS_CACHE",
                e);
    }

    private static String shown(Path path) {
        return Printable.of(path.toString());
    }
}
