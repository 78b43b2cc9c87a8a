package hallpass.store;

import hallpass.config.RealmException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** Connects to an SQLite file, unless another realm is at its place by now. */
final class SqliteFileSource extends SQLiteDataSource {
    private final DatabaseLocation.RealmCheck realm;

    SqliteFileSource(Path file, DatabaseLocation.RealmCheck realm) {
        super(new SQLiteConfig(SqliteSettings.properties()));
        this.realm = realm;
        setUrl(SqliteSettings.url(file));
    }

    @Override
    public SQLiteConnection getConnection(String user, String password) throws SQLException {
        try {
            realm.requireUnchanged();
        } catch (RealmException e) {
            throw new SQLException(e.description(), e);
        }
        // Not the driver itself: a program may have registered another one in its place.
        return (SQLiteConnection) DriverManager.getConnection(getUrl(), SqliteSettings.properties());
    }
}
