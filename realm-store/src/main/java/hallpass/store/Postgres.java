package hallpass.store;

import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.StoreLocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** How a PostgreSQL database is reached: everywhere the same. */
final class Postgres {
    /** How long anything may take while somebody waits for it. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int MAX_PASSWORD = 1024;
    private static final String DURABLE = "-c synchronous_commit=on";

    /**
     * The server gives up before the line to it does, and says why. A transaction whose process was stopped in the middle is
     * ended, with its locks.
     */
    private static final String LIMITS =
            " -c statement_timeout=1500 -c lock_timeout=1000 -c idle_in_transaction_session_timeout=2000";

    private final String url;
    private final Optional<String> password;
    private final boolean patient;

    private Postgres(String url, Optional<String> password, boolean patient) {
        this.url = url;
        this.password = password;
        this.patient = patient;
    }

    /** The database of a realm, with the password from the realm's folder if there is one. */
    static Postgres of(RealmFolder realm, StoreLocation.Postgres location) throws RealmProblem {
        if (!Files.exists(realm.storePassword())) {
            return at(location.url(), Optional.empty());
        }
        byte[] secret = PrivateFiles.readSecret(realm.storePassword(), MAX_PASSWORD);
        return at(location.url(), Optional.of(new String(secret, StandardCharsets.UTF_8).strip()));
    }

    static Postgres at(String url, Optional<String> password) {
        return new Postgres(url, password, false);
    }

    String url() {
        return url;
    }

    /** The same for work on whole databases, in which a statement takes its time. */
    Postgres patient() {
        return new Postgres(url, password, true);
    }

    /** Host, port and database: what it is called in a sentence. */
    String name() {
        String address = url.substring(url.indexOf("//") + 2);
        int parameters = address.indexOf('?');
        return parameters < 0 ? address : address.substring(0, parameters);
    }

    /** For connections that requests wait for. */
    Properties settings(String space) {
        if (patient) {
            return patientSettings(space);
        }
        Properties settings = settings(space, DURABLE + LIMITS);
        String seconds = Long.toString(PATIENCE.toSeconds());
        settings.setProperty("connectTimeout", seconds);
        settings.setProperty("loginTimeout", seconds);
        settings.setProperty("socketTimeout", seconds);
        return settings;
    }

    /** For work on a whole database, which takes its time. */
    Properties patientSettings(String space) {
        Properties settings = settings(space, DURABLE);
        settings.setProperty("connectTimeout", "10");
        settings.setProperty("loginTimeout", "10");
        return settings;
    }

    private Properties settings(String space, String options) {
        Properties settings = new Properties();
        settings.setProperty("ApplicationName", "hallpass");
        settings.setProperty("currentSchema", space);
        settings.setProperty("options", options);
        settings.setProperty("tcpKeepAlive", "true");
        password.ifPresent(secret -> settings.setProperty("password", secret));
        return settings;
    }

    Connection connect(Properties settings) throws SQLException {
        return DriverManager.getConnection(url, settings);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name();
    }
}
