package hallpass.store;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.StoreLocation;
import hallpass.config.StorePassword;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** Connects to one PostgreSQL database: URL, password and connection properties. */
final class PostgresConnector {
    /** Timeout of every network operation on behalf of a request. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private static final String DURABILITY_OPTIONS = "-c synchronous_commit=on";

    /**
     * Shorter than {@link #REQUEST_TIMEOUT}, so that the server reports the reason first. The last
     * one ends the transaction of a suspended process, which releases its locks.
     */
    private static final String TIMEOUT_OPTIONS =
            " -c statement_timeout=1500 -c lock_timeout=1000 -c idle_in_transaction_session_timeout=2000";

    private final String url;
    private final Optional<String> password;
    private final boolean withoutTimeouts;

    private PostgresConnector(String url, Optional<String> password, boolean withoutTimeouts) {
        this.url = url;
        this.password = password;
        this.withoutTimeouts = withoutTimeouts;
    }

    /** Uses the password file in the realm's folder if there is one. */
    static PostgresConnector of(RealmFolder realm, StoreLocation.PostgresUrl location) throws RealmException {
        if (!Files.exists(realm.storePasswordFile())) {
            return at(location.url(), Optional.empty());
        }
        return at(location.url(), Optional.of(StorePassword.read(realm.storePasswordFile())));
    }

    static PostgresConnector at(String url, Optional<String> password) {
        return new PostgresConnector(url, password, false);
    }

    String url() {
        return url;
    }

    /** A connector for maintenance of whole databases, where a statement may take long. */
    PostgresConnector withoutTimeouts() {
        return new PostgresConnector(url, password, true);
    }

    /** Host, port and database: for messages. */
    String name() {
        String address = url.substring(url.indexOf("//") + 2);
        int parameters = address.indexOf('?');
        return parameters < 0 ? address : address.substring(0, parameters);
    }

    Properties properties(String schemaName) {
        if (withoutTimeouts) {
            return maintenanceProperties(schemaName);
        }
        Properties properties = properties(schemaName, DURABILITY_OPTIONS + TIMEOUT_OPTIONS);
        String seconds = Long.toString(REQUEST_TIMEOUT.toSeconds());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        return properties;
    }

    Properties maintenanceProperties(String schemaName) {
        Properties properties = properties(schemaName, DURABILITY_OPTIONS);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "10");
        return properties;
    }

    private Properties properties(String schemaName, String options) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "hallpass");
        properties.setProperty("currentSchema", schemaName);
        properties.setProperty("options", options);
        properties.setProperty("tcpKeepAlive", "true");
        password.ifPresent(secret -> properties.setProperty("password", secret));
        return properties;
    }

    Connection connect(Properties properties) throws SQLException {
        return DriverManager.getConnection(url, properties);
    }

    /** Excludes the password. */
    @Override
    public String toString() {
        return name();
    }
}
