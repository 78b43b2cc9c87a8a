package hallpass.config;

import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of a realm: {@code realm.toml}, and a folder for each process with the files that only
 * this process may read.
 */
public final class RealmFolder {
    static final String CONFIG_FILE = "realm.toml";
    static final String STORE_PASSWORD_FILE = "store.password";

    /** Keeps the secrets of a realm out of a Git repository around its folder. */
    private static final String GITIGNORE_FILE = ".gitignore";

    private static final String KDC_FOLDER = "kdc";
    private static final String DEFAULT_FOLDER = "hallpass-realm";
    private static final int MAX_ROOT_BYTES = 440;

    /** The default folder of older versions. */
    private static final String OLD_DEFAULT_FOLDER = "realm";

    private final Path root;
    private final RealmConfig config;
    private final RealmIdentity identity;

    private RealmFolder(Path root, RealmConfig config, RealmIdentity identity) {
        this.root = root;
        this.config = config;
        this.identity = identity;
    }

    /** Opens an existing realm. */
    public static RealmFolder open(Path root) throws RealmException {
        Path file = root.resolve(CONFIG_FILE);
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new RealmException(
                    RealmError.FOLDER_UNREADABLE,
                    root.toString(),
                    PrintableText.escape(root.toString()) + " is not a folder, and a realm is one.");
        }
        if (UnfinishedRealm.isUnfinished(root)) {
            throw new RealmException(
                    RealmError.REALM_UNFINISHED,
                    root.toString(),
                    "The realm in " + PrintableText.escape(root.toString()) + " is incomplete: the command that was"
                            + " creating or restoring it did not finish.");
        }
        // notExists is false for a file without permission; reading it then reports the reason.
        if (Files.notExists(file) && RealmIdentity.exists(root)) {
            throw new RealmException(
                    RealmError.REALM_INCOMPLETE,
                    file.toString(),
                    "The file " + PrintableText.escape(file.toString()) + " of the realm is missing.");
        } else if (Files.notExists(file)) {
            throw new RealmException(
                    RealmError.NO_REALM,
                    root.toString(),
                    "There is no realm in " + PrintableText.escape(root.toString()) + ": " + CONFIG_FILE
                            + " is missing.");
        }
        // Read first: if another realm replaces this one in between, the id differs.
        RealmIdentity identity = RealmIdentity.read(root);
        requireContent(file, identity);
        return new RealmFolder(root, RealmConfig.read(file), identity);
    }

    /** An empty file would be a valid one, in which every setting has its default. */
    private static void requireContent(Path file, RealmIdentity identity) throws RealmException {
        if (!identity.id().isEmpty() && PrivateFiles.read(file, RealmConfig.MAX_FILE_BYTES).length == 0) {
            throw new RealmException(
                    RealmError.REALM_INCOMPLETE,
                    file.toString(),
                    "The file " + PrintableText.escape(file.toString()) + " of the realm is empty.");
        }
    }

    /**
     * The folder of the realm if none is given: {@code $HALLPASS_REALM}, else
     * {@code ./hallpass-realm}. A realm in {@code ./realm}, the default of older versions, is found
     * too.
     */
    public static Path defaultFolder(Map<String, String> environment) {
        return defaultFolder(environment, Path.of(""));
    }

    static Path defaultFolder(Map<String, String> environment, Path workingFolder) {
        String configured = environment.getOrDefault("HALLPASS_REALM", "");
        if (!configured.isEmpty()) {
            return workingFolder.resolve(configured);
        }
        Path folder = workingFolder.resolve(DEFAULT_FOLDER);
        Path old = workingFolder.resolve(OLD_DEFAULT_FOLDER);
        return Files.notExists(folder) && Files.exists(old.resolve(CONFIG_FILE)) ? old : folder;
    }

    /** Writes the content of a new realm. */
    public interface Initializer {
        void initialize(RealmFolder realm) throws RealmException;
    }

    /** Creates a realm without keys and databases. */
    public static RealmFolder create(Path root, String toml) throws RealmException {
        return create(root, toml, realm -> {});
    }

    /**
     * Creates a realm: the folders of all parties, with mode 0700, and their content.
     *
     * @param root a new or empty folder, or one in which the creation was interrupted
     * @param toml the output of {@link RealmTemplate}
     */
    public static RealmFolder create(Path root, String toml, Initializer initializer) throws RealmException {
        requireShortPath(root);
        return createIn(withoutLink(root), toml, initializer);
    }

    /** The folder that a link leads to. */
    private static Path withoutLink(Path root) throws RealmException {
        try {
            return Files.isSymbolicLink(root) && Files.isDirectory(root) ? root.toRealPath() : root;
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", root, "read", e);
        }
    }

    private static RealmFolder createIn(Path root, String toml, Initializer initializer) throws RealmException {
        RealmConfig config = RealmConfig.parse(toml, "the new " + CONFIG_FILE);
        try (UnfinishedRealm unfinished = UnfinishedRealm.begin(root)) {
            RealmFolder realm = new RealmFolder(root, config, RealmIdentity.create(root));
            PrivateFiles.writeNew(root.resolve(GITIGNORE_FILE), "*\n".getBytes(StandardCharsets.UTF_8));
            for (Path folder : realm.folders()) {
                PrivateFiles.createFolder(folder);
            }
            initializer.initialize(realm);
            // Written last: without it, the folder of an interrupted creation does not open.
            PrivateFiles.writeNew(root.resolve(CONFIG_FILE), toml.getBytes(StandardCharsets.UTF_8));
            unfinished.finish();
            return realm;
        }
    }

    /**
     * Checks that the folder still contains the realm that was opened. Every process checks this
     * before it writes to a file by its path.
     *
     * @throws RealmException with {@code REALM_REPLACED} if the folder was removed, renamed or
     *     replaced by another realm
     */
    public void requireUnchanged() throws RealmException {
        identity.requireUnchanged();
    }

    /** The random id of the realm; empty if it was created by a version without ids. */
    public String id() {
        return identity.id();
    }

    /** Whether the realm had an id when it was opened; realms of older versions have none. */
    public boolean hasId() {
        return !identity.id().isEmpty();
    }

    /** Gives a realm of an older version an id. Afterwards the realm must be opened again. */
    public void addMissingId() throws RealmException {
        requireUnchanged();
        if (!hasId()) {
            RealmIdentity.create(root);
        }
    }

    /** SQLite opens no file whose path is longer than 511 bytes; the longest name here has 61. */
    private static void requireShortPath(Path root) throws RealmException {
        int size = root.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_ROOT_BYTES) {
            throw new RealmException(
                    RealmError.PATH_TOO_LONG,
                    root.toString(),
                    "The path of the realm is " + size + " bytes long, and SQLite allows " + MAX_ROOT_BYTES + ".");
        }
    }

    /** Whether the command that creates or restores the realm is running, or was interrupted. */
    public static boolean isUnfinished(Path root) {
        return UnfinishedRealm.isUnfinished(root);
    }

    /** Removes a folder with all its content, if it exists. Links are not followed. */
    public static void discard(Path root) throws RealmException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            UnfinishedRealm.deleteRecursively(root);
        }
    }

    /** The same folder with another configuration, for servers that are embedded in a JVM. */
    public RealmFolder withConfig(RealmConfig other) {
        return new RealmFolder(root, other, identity);
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(kdcFolder()));
        Arrays.stream(Party.values())
                .filter(party -> party != Party.REALM)
                .map(this::folderOf)
                .forEach(folders::add);
        return folders;
    }

    public RealmConfig config() {
        return config;
    }

    public Path root() {
        return root;
    }

    /** The folder that the authentication server and the ticket-granting server share. */
    public Path kdcFolder() {
        return root.resolve(KDC_FOLDER);
    }

    /** The folder of a party. */
    public Path folderOf(Party party) {
        return party == Party.REALM ? root : root.resolve(party.id());
    }

    /** The database of principals and their sealed keys. */
    public Path principalDatabase() {
        return kdcFolder().resolve("principals.db");
    }

    /** The key that seals the keys in the principal database. */
    public Path masterKeyFile() {
        return kdcFolder().resolve("master.key");
    }

    /** The password for the PostgreSQL database; optional. */
    public Path storePasswordFile() {
        return root.resolve(STORE_PASSWORD_FILE);
    }

    /** Writes the password for the PostgreSQL database. */
    public void writeStorePassword(String password) throws RealmException {
        requireUnchanged();
        PrivateFiles.write(storePasswordFile(), password.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets the store in {@code realm.toml}, atomically; all other lines stay as they are. */
    public void writeStore(StoreLocation store) throws RealmException {
        write(root.resolve(CONFIG_FILE), tomlWithStore(store));
    }

    /** Checks that {@link #writeStore} can edit {@code realm.toml}. */
    public void requireStoreEditable(StoreLocation store) throws RealmException {
        tomlWithStore(store);
    }

    private String tomlWithStore(StoreLocation store) throws RealmException {
        Path file = root.resolve(CONFIG_FILE);
        return withStore(readToml(file), store, file);
    }

    /** Returns a {@code realm.toml} with another store; all other lines stay as they are. */
    public static String withStore(String toml, StoreLocation store, Path file) throws RealmException {
        String changed = RealmTomlEditor.withStore(toml, store);
        Optional<RealmConfig> expected = parseValid(toml).map(current -> current.withStore(store));
        if (expected.isEmpty() || !parseValid(changed).equals(expected)) {
            throw new RealmException(
                    RealmError.SETTING_NOT_EDITABLE,
                    file.toString(),
                    "The store could not be set in " + PrintableText.escape(file.toString())
                            + ". Add this line above all tables: store = \"" + store + "\"");
        }
        return changed;
    }

    private void write(Path file, String toml) throws RealmException {
        requireUnchanged();
        PrivateFiles.write(file, toml.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets the routes in {@code realm.toml}, atomically; all other lines stay as they are.
     *
     * @param routes the servers that clients reach at other addresses than their own
     */
    public void writeRoutes(Map<Party, List<InetSocketAddress>> routes) throws RealmException {
        Path file = root.resolve(CONFIG_FILE);
        String changed = RealmTomlEditor.withRoutes(readToml(file), routes);
        Map<Party, List<InetSocketAddress>> expected = new EnumMap<>(config.addresses());
        expected.putAll(routes);
        if (!parseValid(changed).map(RealmConfig::routes).equals(Optional.of(expected))) {
            throw new RealmException(
                    RealmError.SETTING_NOT_EDITABLE,
                    file.toString(),
                    "The routes could not be set in " + PrintableText.escape(file.toString())
                            + ". Change its table [routes] to: "
                            + String.join("; ", RealmTomlEditor.routeLines(routes)));
        }
        write(file, changed);
    }

    /** Empty if the text is not a valid configuration. */
    private static Optional<RealmConfig> parseValid(String toml) {
        try {
            return Optional.of(RealmConfig.parse(toml, CONFIG_FILE));
        } catch (RealmException e) {
            return Optional.empty();
        }
    }

    private static String readToml(Path file) throws RealmException {
        return TextFiles.read(file, RealmConfig.MAX_FILE_BYTES);
    }

    /** The keytab of the service server. */
    public Path serviceKeytab() {
        return folderOf(Party.SERVICE).resolve("service.keys");
    }

    /** The keytab of the login host. */
    public Path hostKeytab() {
        return folderOf(Party.CLIENT).resolve("host.keys");
    }

    /** The database of the notes that users keep on a server. */
    public Path noteDatabase(Party server) {
        return folderOf(server).resolve("notes.db");
    }

    /** The replay cache of a server that has no other database. */
    public Path replayDatabase(Party server) {
        return folderOf(server).resolve("replays.db");
    }

    /** The copy of the CA certificate that a party trusts. */
    public Path authorityCertificate(Party party) {
        return folderOf(party).resolve("ca.crt");
    }

    /** The private key of the CA. */
    public Path authorityKey() {
        return folderOf(Party.CA).resolve("ca.key");
    }

    /** The database of issued certificates. */
    public Path certificateLedger() {
        return folderOf(Party.CA).resolve("certificates.db");
    }

    /** The latest CRL that the CA published. */
    public Path revocationList() {
        return folderOf(Party.CA).resolve("ca.crl");
    }

    /** The latest CRL that the client has seen; the client refuses a CRL with a lower number. */
    public Path lastSeenRevocationList() {
        return folderOf(Party.CLIENT).resolve("ca.crl");
    }

    /** The certificate of the application server; missing until it has registered. */
    public Path serverCertificate() {
        return folderOf(Party.APP).resolve("app.crt");
    }

    /** The private key of the application server. */
    public Path serverKey() {
        return folderOf(Party.APP).resolve("app.key");
    }

    /** The certificate of a client, for realms that require client certificates. */
    public Path clientCertificate(PrincipalName client) {
        return folderOf(Party.CLIENT).resolve(client.text() + ".client.crt");
    }

    /** The private key of a client certificate. */
    public Path clientKey(PrincipalName client) {
        return folderOf(Party.CLIENT).resolve(client.text() + ".client.key");
    }

    /** The folder with the audit log of commands and the public audit keys of all parties. */
    public Path auditFolder() {
        return root.resolve("audit");
    }

    /** Tells the application server to enrol again; the server removes the file afterwards. */
    public Path enrolmentRequest() {
        return folderOf(Party.APP).resolve("enrol.request");
    }

    /** The enrolment token of the application server, for realms that require one. */
    public Path enrolmentTokenFile() {
        return folderOf(Party.APP).resolve("enrol.token");
    }

    /** The hash of the enrolment token that the CA expects. */
    public Path enrolmentTokenHashFile() {
        return folderOf(Party.CA).resolve("enrol.sha256");
    }

    /** The revocation of the application server's certificate; missing unless it is revoked. */
    public Path serverRevocation() {
        return folderOf(Party.APP).resolve("app.revoked");
    }

    /** The log file of a party's first process. */
    public Path logFile(Party party) {
        return logFile(party, 1);
    }

    /**
     * The log file of a replica.
     *
     * @param replica counted from 1
     */
    public Path logFile(Party party, int replica) {
        String suffix = replica == 1 ? "" : "-" + replica;
        return folderOf(party).resolve(party.id() + suffix + ".log");
    }
}
