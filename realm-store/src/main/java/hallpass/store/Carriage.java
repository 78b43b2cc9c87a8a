package hallpass.store;

import hallpass.realm.RealmProblem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
record Carriage(Database from, Schema schema) {
    private static final int ROWS_AT_ONCE = 500;

    /** What a table holds: how many rows, and a digest of all of them. */
    record Content(String table, long rows, String digest) {}

    private interface Rows {
        void row(@Nullable Object[] values) throws SQLException;
    }

    /** Puts the content in the place of whatever a new database holds from the start. */
    void into(Database to) {
        to.<List<Content>, RuntimeException>write(target -> {
            for (Table table : schema.tables()) {
                target.execute("DELETE FROM " + table.name());
                carry(table, target, to.dialect());
            }
            return List.of();
        });
    }

    private void carry(Table table, Handle target, Dialect dialect) {
        try (PreparedStatement insert = target.getConnection().prepareStatement(table.insert())) {
            int[] waiting = {0};
            each(from, table, values -> {
                for (int i = 0; i < values.length; i++) {
                    Object value = values[i];
                    insert.setObject(i + 1, value instanceof String text ? dialect.stored(text) : value);
                }
                insert.addBatch();
                if (++waiting[0] % ROWS_AT_ONCE == 0) {
                    insert.executeBatch();
                }
            });
            insert.executeBatch();
        } catch (SQLException e) {
            throw new StoreException(StoreFault.sentence(from.name(), e), StoreFault.cause(e));
        }
    }

    /** @throws RealmProblem unless both hold the same */
    void requireSame(Database to) throws RealmProblem {
        List<Content> here = content(from);
        List<Content> there = content(to);
        if (!here.equals(there)) {
            throw new RealmProblem("What came to " + to.name() + " is not what is in " + from.name()
                    + ". See that no server and no other command uses the realm, and move it again.");
        }
    }

    long rows() {
        return content(from).stream().mapToLong(Content::rows).sum();
    }

    private List<Content> content(Database database) {
        List<Content> content = new ArrayList<>();
        for (Table table : schema.tables()) {
            MessageDigest digest = newDigest();
            long[] rows = {0};
            each(database, table, values -> {
                rows[0]++;
                for (Object value : values) {
                    update(digest, value);
                }
            });
            content.add(new Content(table.name(), rows[0], HexFormat.of().formatHex(digest.digest())));
        }
        return content;
    }

    /** With its kind and its length before it, so that no two rows look alike. */
    private static void update(MessageDigest digest, @Nullable Object value) {
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

    private static void each(Database database, Table table, Rows rows) {
        database.<List<Content>, RuntimeException>read(handle -> {
            try (Statement statement = handle.getConnection().createStatement();
                    ResultSet result = statement.executeQuery(table.select())) {
                while (result.next()) {
                    rows.row(values(result, table.columns().size(), database.dialect()));
                }
                return List.of();
            } catch (SQLException e) {
                throw new StoreException(StoreFault.sentence(database.name(), e), StoreFault.cause(e));
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
                values[i] = value instanceof String text ? dialect.shown(text) : value;
            }
        }
        return values;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
