package hallpass.provisioning;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table of contents of a backup.
 *
 * @param realm the name of the realm
 * @param realmId the id of the realm that was made at its creation; empty for an older realm
 * @param version the version of Hallpass that made the backup
 * @param time when the backup was begun: it contains every change that was acknowledged before
 * @param files the content of the archive by path in the realm's folder
 * @param content what the databases hold: rows and newest value by database and table
 */
public record BackupManifest(
        String realm,
        String realmId,
        String version,
        Instant time,
        SortedMap<String, ArchivedFile> files,
        SortedMap<String, String> content) {
    private static final String FORMAT = "1";
    private static final String FORMAT_KEY = "format";
    private static final String FILE_PREFIX = "file/";
    private static final String CONTENT_PREFIX = "content/";

    /**
     * One file.
     *
     * @param sha256 in hexadecimal
     */
    public record ArchivedFile(long size, String sha256) {
        private static ArchivedFile parse(String text) {
            String[] parts = text.split(" ", 2);
            if (parts.length != 2 || !parts[1].matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(text);
            }
            return new ArchivedFile(Long.parseLong(parts[0]), parts[1]);
        }

        @Override
        public String toString() {
            return size + " " + sha256;
        }
    }

    public BackupManifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        content = Collections.unmodifiableSortedMap(new TreeMap<>(content));
    }

    /** In the format of Java's property files. */
    byte[] encode() {
        Properties properties = new Properties();
        properties.setProperty(FORMAT_KEY, FORMAT);
        properties.setProperty("realm", realm);
        properties.setProperty("realm-id", realmId);
        properties.setProperty("version", version);
        properties.setProperty("time", time.toString());
        files.forEach((path, file) -> properties.setProperty(FILE_PREFIX + path, file.toString()));
        content.forEach((table, text) -> properties.setProperty(CONTENT_PREFIX + table, text));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, "A backup of a Hallpass realm. It contains secrets.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param archive the name of the archive, for messages */
    static BackupManifest decode(byte[] encoded, String archive) throws RealmException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(encoded, StandardCharsets.UTF_8)));
            String format = properties.getProperty(FORMAT_KEY, "");
            if (format.matches("[0-9]{1,9}") && Integer.parseInt(format) > Integer.parseInt(FORMAT)) {
                throw new RealmException(
                        RealmError.BACKUP_TOO_NEW,
                        archive,
                        archive + " was made by a newer version of Hallpass, "
                                + properties.getProperty("version", "unknown") + ".");
            } else if (!format.equals(FORMAT)) {
                throw BackupArchive.unusable(archive, "its manifest has an unknown format");
            }
            SortedMap<String, ArchivedFile> files = new TreeMap<>();
            SortedMap<String, String> content = new TreeMap<>();
            for (String key : properties.stringPropertyNames()) {
                String value = properties.getProperty(key, "");
                if (key.startsWith(FILE_PREFIX)) {
                    files.put(key.substring(FILE_PREFIX.length()), ArchivedFile.parse(value));
                } else if (key.startsWith(CONTENT_PREFIX)) {
                    content.put(key.substring(CONTENT_PREFIX.length()), value);
                }
            }
            return new BackupManifest(
                    properties.getProperty("realm", ""),
                    properties.getProperty("realm-id", ""),
                    properties.getProperty("version", ""),
                    Instant.parse(properties.getProperty("time", "")),
                    files,
                    content);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw BackupArchive.unusable(archive, "its manifest is malformed");
        }
    }
}
