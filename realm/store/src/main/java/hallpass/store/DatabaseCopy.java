package hallpass.store;

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

/** Carries what one database holds into another, of whichever kind, and compares the two. */
record DatabaseCopy(Database source, DatabaseSchema schema) {
    private static final int BATCH_SIZE = 500;

    /** What a table holds: how many rows, and a digest of all of them. */
    record TableDigest(String table, long rowCount, String digest) {}

    private interface RowConsumer {
        void accept(@Nullable Object[] values) throws SQLException;
    }

    /** Puts the content in the place of whatever a new database holds from the start. */
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
            throw new StoreException(StoreFault.describe(source.name(), e), StoreFault.sqlCause(e));
        }
    }

    /** @throws RealmException unless both hold the same */
    void requireIdentical(Database to) throws RealmException {
        List<TableDigest> expected = digests(source);
        List<TableDigest> actual = digests(to);
        if (!expected.equals(actual)) {
            throw new RealmException("What came to " + to.name() + " is not what is in " + source.name()
                    + ". See that no server and no other command uses the realm, and move it again.");
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

    /** With its kind and its length before it, so that no two rows look alike. */
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
            try (Statement statement = handle.getConnection().createStatement();
                    ResultSet result = statement.executeQuery(table.selectSql())) {
                while (result.next()) {
                    consumer.accept(values(result, table.columns().size(), database.dialect()));
                }
                return List.of();
            } catch (SQLException e) {
                throw new StoreException(StoreFault.describe(database.name(), e), StoreFault.sqlCause(e));
            }
        });
    }

    /** The same of the same row, whichever database it comes from: null, a number, a text or bytes. */
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
