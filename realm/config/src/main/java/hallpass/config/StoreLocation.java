package hallpass.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Where a realm keeps what it must not lose. */
public sealed interface StoreLocation {
    /** In SQLite files in the realm's own folder, for processes of one machine. */
    record SqliteFolder() implements StoreLocation {
        @Override
        public String toString() {
            return SQLITE;
        }
    }

    /**
     * In one PostgreSQL database that every process of the realm reaches.
     *
     * @param url for JDBC, with the user and without the password
     */
    record PostgresUrl(String url) implements StoreLocation {
        @Override
        public String toString() {
            return url;
        }
    }

    /**
     * SQLite databases in the memory of this process, for a realm that runs in one JVM. Cannot be
     * written in {@code realm.toml}.
     */
    record InMemory(String name) implements StoreLocation {
        @Override
        public String toString() {
            return "the in-memory store " + name;
        }
    }

    /** What {@code realm.toml} calls the first. */
    String SQLITE = "sqlite";

    private static boolean holdsPassword(String url) {
        // Of JDBC's forms //user:password@host, which the driver does not take, and ?password=.
        return url.toLowerCase(Locale.ROOT).contains("password=")
                || Pattern.compile("//[^/?]*@").matcher(url).find();
    }

    /** What the text of the setting means. */
    static StoreLocation parse(String text) throws RealmException {
        if (text.equals(SQLITE)) {
            return new SqliteFolder();
        }
        if (!text.startsWith("jdbc:postgresql://")) {
            throw SettingParsers.invalidValue(
                    text,
                    "a store",
                    SQLITE + ", or a URL such as jdbc:postgresql://127.0.0.1:5432/hallpass?user=hallpass");
        }
        if (holdsPassword(text)) {
            // Neither the message nor the subject quotes the URL.
            throw new RealmException(RealmError.PASSWORD_IN_URL, "store", "The URL of the store contains a password.");
        }
        return new PostgresUrl(text);
    }
}
