package hallpass.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** The location of a realm's databases. */
public sealed interface StoreLocation {
    /** SQLite files in the realm folder, for processes on one machine. */
    record SqliteFolder() implements StoreLocation {
        @Override
        public String toString() {
            return SQLITE;
        }
    }

    /**
     * A PostgreSQL database that all processes of the realm can reach.
     *
     * @param url a JDBC URL with the user and without the password
     */
    record PostgresUrl(String url) implements StoreLocation {
        @Override
        public String toString() {
            return url;
        }
    }

    /**
     * SQLite databases in memory, for a realm in one JVM. {@code realm.toml} cannot name one.
     */
    record InMemory(String name) implements StoreLocation {
        @Override
        public String toString() {
            return "the in-memory store " + name;
        }
    }

    /** The value of the setting for SQLite files. */
    String SQLITE = "sqlite";

    private static boolean holdsPassword(String url) {
        // Both JDBC forms: ?password= and //user:password@host, although the driver rejects the
        // second.
        return url.toLowerCase(Locale.ROOT).contains("password=")
                || Pattern.compile("//[^/?]*@").matcher(url).find();
    }

    /** Parses the value of the setting. */
    static StoreLocation parse(String text) throws RealmException {
        if (text.equals(SQLITE)) {
            return new SqliteFolder();
        }
        if (!text.startsWith("jdbc:postgresql://")) {
            throw SettingParsers.invalidValue(
                    text,
                    "a valid store",
                    SQLITE + ", or a URL such as jdbc:postgresql://127.0.0.1:5432/hallpass?user=hallpass");
        }
        if (holdsPassword(text)) {
            // Neither the message nor the subject quotes the URL.
            throw new RealmException(RealmError.PASSWORD_IN_URL, "store", "The URL of the store contains a password.");
        }
        return new PostgresUrl(text);
    }
}
