package hallpass.config;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.trace.PrintableText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keytab of a service: a private text file with one key per line. A line has the principal
 * name, the key version, the encryption type and the key in hex; the line of an older key ends in
 * the time of its retirement.
 */
public record Keytab(List<Entry> entries) {
    /** Some hundred keys. */
    private static final int MAX_FILE = 64 * 1024;

    /**
     * One key of a principal. {@code toString} does not reveal the key.
     *
     * @param retiresAt the end of the key's validity; empty for the newest key
     */
    public record Entry(
            PrincipalName name, int version, String encryption, SymmetricKey key, Optional<Instant> retiresAt) {
        public Entry(PrincipalName name, int version, String encryption, SymmetricKey key) {
            this(name, version, encryption, key, Optional.empty());
        }

        public boolean isActive(Instant now) {
            return retiresAt.map(now::isBefore).orElse(true);
        }

        private Entry retiring(Instant at) {
            return new Entry(name, version, encryption, key, Optional.of(retiresAt.orElse(at)));
        }
    }

    public Keytab {
        entries = List.copyOf(entries);
    }

    /**
     * @throws RealmException if the file is missing, accessible to other users, or malformed
     */
    public static Keytab read(Path file) throws RealmException {
        String text = TextFiles.readSecret(file, MAX_FILE);
        List<Entry> entries = new ArrayList<>();
        for (String line : text.lines().toList()) {
            entries.add(parseLine(line, file, entries.size() + 1));
        }
        return new Keytab(entries);
    }

    /** As {@link #read}, but a missing file is an empty keytab. */
    public static Keytab readOrEmpty(Path file) throws RealmException {
        return Files.notExists(file) ? new Keytab(List.of()) : read(file);
    }

    /** A copy with one more key. */
    public Keytab with(Entry entry) {
        List<Entry> extended = new ArrayList<>(entries);
        extended.add(entry);
        return new Keytab(extended);
    }

    /**
     * A copy with a new key of a service, and without its retired keys. An entry of the same
     * version is the leftover of an interrupted rotation, and never sealed anything.
     */
    public Keytab withNewKey(Entry newest, Instant now, Instant olderRetireAt) {
        List<Entry> updated = new ArrayList<>();
        for (Entry entry : entries) {
            if (!entry.name().equals(newest.name())) {
                updated.add(entry);
            } else if (entry.version() < newest.version() && entry.isActive(now)) {
                updated.add(entry.retiring(olderRetireAt));
            }
        }
        updated.add(newest);
        return new Keytab(updated);
    }

    /** The keys of a service. */
    public List<Entry> entriesOf(PrincipalName name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).toList();
    }

    public void write(Path file) throws RealmException {
        String text = entries.stream().map(Keytab::formatLine).collect(Collectors.joining());
        PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key of a service with the highest version.
     *
     * @throws RealmException if there is none
     */
    public Entry newestKey(PrincipalName name, Path file) throws RealmException {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .reduce((older, newer) -> newer.version() > older.version() ? newer : older)
                .orElseThrow(() -> new RealmException(
                        RealmError.NO_SERVICE_KEY,
                        name.text(),
                        PrintableText.escape(file.toString()) + " has no key of " + PrintableText.escape(name.text())
                                + "."));
    }

    private static String formatLine(Entry entry) {
        String key = HexFormat.of().formatHex(entry.key.exposeMaterial());
        String retired = entry.retiresAt.map(at -> " " + at).orElse("");
        return entry.name + " " + entry.version + " " + entry.encryption + " " + key + retired + "\n";
    }

    /** Error messages quote the line number only, never the content. */
    private static Entry parseLine(String line, Path file, int number) throws RealmException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length != 4 && words.length != 5) {
                throw new IllegalArgumentException("four or five words make a line");
            }
            PrincipalName name = new PrincipalName(words[0]);
            byte[] key = HexFormat.of().parseHex(words[3]);
            return new Entry(
                    name,
                    Integer.parseInt(words[1]),
                    words[2],
                    SymmetricKey.of("K_s (" + name + ")", key),
                    words.length == 5 ? Optional.of(Instant.parse(words[4])) : Optional.empty());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // The cause is dropped, since it could quote the key.
            throw new RealmException(
                    RealmError.CORRUPT_FILE,
                    file.toString(),
                    PrintableText.escape(file.toString()) + ", line " + number + ": not a keytab entry"
                            + " (name, version, encryption type, key in hex, optionally the time of retirement).");
        }
    }
}
