package hallpass.store;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Copies the rows of one database to another one of either kind, and compares the two. */
record DatabaseCopy(Database source, DatabaseSchema schema) {
    private static final int BATCH_SIZE = 500;

    /** The number of rows of a table, and a digest of all values. */
    record TableDigest(String table, long rowCount, String digest) {}

    private interface RowConsumer {
        void accept(@Nullable Object[] values) throws SQLException;
    }

    /** Replaces the rows of the new database. */
    void copyTo(Database to) {
        to.<List<TableDigest>, RuntimeException>write(target -> {
            for (TableDefinition table : schema.tables()) {
                target.execute("DELETE FROM " + table.name());
                copyTable(table, target, to.dialect());
            }
            return List.of();
        });
    }

    private void copyTable(TableDefinition table, Handle target, Dialect dialect) {
        try (PreparedStatement insert = target.getConnection().prepareStatement(table.insertSql())) {
            int[] waiting = {0};
            forEachRow(source, table, values -> {
                for (int i = 0; i < values.length; i++) {
                    Object value = values[i];
                    insert.setObject(i + 1, value instanceof String text ? dialect.encode(text) : value);
                }
                insert.addBatch();
                if (++waiting[0] % BATCH_SIZE == 0) {
                    insert.executeBatch();
                }
            });
            insert.executeBatch();
        } catch (SQLException e) {
            throw StoreFault.storeException(source.name(), e);
        }
    }

    /** @throws RealmException if the databases differ */
    void requireIdentical(Database to) throws RealmException {
        List<TableDigest> expected = digests(source);
        List<TableDigest> actual = digests(to);
        if (!expected.equals(actual)) {
            throw new RealmException(
                    RealmError.COPY_DIFFERS,
                    to.name(),
                    "The copy in " + to.name() + " differs from " + source.name() + ".");
        }
    }

    long rowCount() {
        return digests(source).stream().mapToLong(TableDigest::rowCount).sum();
    }

    private List<TableDigest> digests(Database database) {
        List<TableDigest> content = new ArrayList<>();
        for (TableDefinition table : schema.tables()) {
            MessageDigest digest = Sha256.newDigest();
            long[] rows = {0};
            forEachRow(database, table, values -> {
                rows[0]++;
                for (Object value : values) {
                    updateDigest(digest, value);
                }
            });
            content.add(new TableDigest(table.name(), rows[0], HexFormat.of().formatHex(digest.digest())));
        }
        return content;
    }

    /**
     * Prefixes each value with its type and length, so that different rows have different digests.
     */
    private static void updateDigest(MessageDigest digest, @Nullable Object value) {
        byte kind = (byte) (value == null ? 0 : value instanceof Long ? 1 : value instanceof String ? 2 : 3);
        byte[] bytes;
        if (value instanceof Long number) {
            bytes = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        } else if (value instanceof String text) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        } else {
            bytes = value instanceof byte[] raw ? raw : new byte[0];
        }
        digest.update(ByteBuffer.allocate(1 + Integer.BYTES)
                .put(kind)
                .putInt(bytes.length)
                .array());
        digest.update(bytes);
    }

    private static void forEachRow(Database database, TableDefinition table, RowConsumer consumer) {
        database.<List<TableDigest>, RuntimeException>read(handle -> {
            try (Statement statement = handle.getConnection().createStatement()) {
                // Within a transaction, PostgreSQL's driver does not buffer the whole table then.
                statement.setFetchSize(BATCH_SIZE);
                ResultSet result = statement.executeQuery(table.selectSql());
                while (result.next()) {
                    consumer.accept(values(result, table.columns().size(), database.dialect()));
                }
                return List.of();
            } catch (SQLException e) {
                throw StoreFault.storeException(database.name(), e);
            }
        });
    }

    /**
     * Normalises values of both databases: null, {@code Long}, {@code String} or {@code byte[]}.
     */
    private static @Nullable Object[] values(ResultSet result, int count, Dialect dialect) throws SQLException {
        @Nullable Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            Object value = result.getObject(i + 1);
            if (value instanceof Number number) {
                values[i] = number.longValue();
            } else {
                values[i] = value instanceof String text ? dialect.decode(text) : value;
            }
        }
        return values;
    }
}
