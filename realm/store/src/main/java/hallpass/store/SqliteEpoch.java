package hallpass.store;

import hallpass.config.FileLocks;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epoch of an SQLite file: a random number that tells whether the file and a write-ahead log
 * beside it belong together.
 *
 * <p>SQLite applies a log to whatever database file has its name. A file that is put back beside
 * the log of a killed process would be changed into the newer state, or corrupted. Therefore the
 * first process that opens a database gives it a new epoch, in the header of the file
 * ({@code user_version}) and in a file beside it, {@code FILE-epoch}. An older copy of the database
 * file has another epoch. A database of an older version of Hallpass has none, and is accepted.
 */
final class SqliteEpoch {
    static final String SUFFIX = "-epoch";

    private static final Logger LOG = LoggerFactory.getLogger(SqliteEpoch.class);

    private static final String LOG_SUFFIX = "-wal";
    private static final String FORMAT = "hallpass-epoch-1";
    private static final int MAX_BYTES = 64;
    /** Another process may renew the epoch between two reads. */
    private static final int MAX_READS = 5;

    private static final long RETRY_MILLIS = 20;
    private static final int SYNCHRONOUS_NORMAL = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SqliteEpoch() {}

    /**
     * Checks a database that has a log; gives a new epoch to one that has none.
     *
     * @throws RealmException with {@code DATABASE_LOG_MISMATCH} if the log belongs to another state
     *     of the file
     */
    static void verifyOrRenew(Path file, DatabaseSchema schema) throws RealmException {
        verify(file);
        if (needsRenewal(file)) {
            tryRenew(file, schema);
        }
    }

    /** The check alone; changes nothing. */
    static void verify(Path file) throws RealmException {
        for (int reads = 1; hasLog(file) && !isExpected(file); reads++) {
            if (reads == MAX_READS) {
                throw mismatch(file);
            }
            pause(file);
        }
    }

    private static void pause(Path file) throws RealmException {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RealmException(
                    RealmError.INTERRUPTED,
                    file.toString(),
                    "Interrupted before " + PrintableText.escape(file.toString()) + " was opened.",
                    e);
        }
    }

    private static RealmException mismatch(Path file) {
        String name = PrintableText.escape(file.toString());
        return new RealmException(
                RealmError.DATABASE_LOG_MISMATCH,
                file.toString(),
                name + " was replaced, but " + name + LOG_SUFFIX + " belongs to the file that was there before.");
    }

    private static boolean hasLog(Path file) {
        return sibling(file, LOG_SUFFIX).toFile().length() > 0;
    }

    private static boolean needsRenewal(Path file) {
        return Files.notExists(sibling(file, LOG_SUFFIX)) || (!hasLog(file) && !isExpected(file));
    }

    /** Also true for a database without an epoch. Reads the log's epoch before the file's. */
    private static boolean isExpected(Path file) {
        try {
            Set<Integer> expected = read(sibling(file, SUFFIX));
            return expected.isEmpty() || expected.contains(headerOf(file));
        } catch (IOException | SQLException e) {
            // Opening the database reports the reason.
            return true;
        }
    }

    /** Without a new epoch the database works as well, so that a failure is only logged. */
    private static synchronized void tryRenew(Path file, DatabaseSchema schema) {
        Path epochFile = sibling(file, SUFFIX);
        try {
            if (!Files.isWritable(file) || !hasSchema(file, schema)) {
                return;
            }
            PrivateFiles.ensureExists(epochFile);
            try (FileChannel channel = FileChannel.open(epochFile, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (FileLocks.tryLock(channel) && needsRenewal(file)) {
                    renew(file, channel);
                }
            }
        } catch (IOException | RealmException | SQLException e) {
            LOG.debug("no new epoch for {}", file, e);
        }
    }

    /** A foreign database stays as it is; opening it reports the error. */
    private static boolean hasSchema(Path file, DatabaseSchema schema) throws SQLException {
        String tables = "SELECT COUNT(*) FROM sqlite_schema WHERE name = '" + schema.historyTable() + "'";
        return query(SqliteSettings.mainFileUrl(file), new Properties(), tables) > 0;
    }

    private static void renew(Path file, FileChannel epochFile) throws IOException, SQLException {
        int epoch = RANDOM.nextInt();
        // Both are valid until the new one is in the file, even if the power fails.
        write(epochFile, headerOf(file), epoch);
        epochFile.force(true);
        Properties properties = new Properties();
        properties.setProperty("synchronous", Integer.toString(SYNCHRONOUS_NORMAL));
        properties.setProperty("busy_timeout", "0");
        query(
                SqliteSettings.url(file),
                properties,
                "PRAGMA user_version = " + epoch,
                "PRAGMA wal_checkpoint(TRUNCATE)");
        if (headerOf(file) == epoch) {
            // Not synced: the previous content is valid too.
            write(epochFile, epoch);
        }
    }

    private static void write(FileChannel channel, Integer... epochs) throws IOException {
        String line = FORMAT
                + Arrays.stream(epochs)
                        .map(epoch -> String.format(Locale.ROOT, " %08x", epoch))
                        .collect(Collectors.joining());
        byte[] content = Arrays.copyOf(line.getBytes(StandardCharsets.US_ASCII), MAX_BYTES);
        Arrays.fill(content, line.length(), MAX_BYTES, (byte) ' ');
        content[MAX_BYTES - 1] = '\n';
        channel.write(ByteBuffer.wrap(content), 0);
    }

    /** Empty for a missing file, and for one that was not written completely. */
    private static Set<Integer> read(Path epochFile) throws IOException {
        if (Files.notExists(epochFile)) {
            return Set.of();
        }
        String content = new String(Files.readAllBytes(epochFile), StandardCharsets.ISO_8859_1);
        if (content.length() != MAX_BYTES || !content.matches(FORMAT + "( [0-9a-f]{8}){1,2} *\n")) {
            return Set.of();
        }
        return Arrays.stream(content.strip().substring(FORMAT.length() + 1).split(" ", -1))
                .map(hex -> Integer.parseUnsignedInt(hex, 16))
                .collect(Collectors.toSet());
    }

    /**
     * The epoch in the database file itself, without its log. Read by SQLite: closing a channel of
     * Java would release the locks of all connections of this process (POSIX).
     */
    private static int headerOf(Path file) throws SQLException {
        return query(SqliteSettings.mainFileUrl(file), new Properties(), "PRAGMA user_version");
    }

    private static int query(String url, Properties properties, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            int last = 0;
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        last = rows.getInt(1);
                    }
                }
            }
            return last;
        }
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
