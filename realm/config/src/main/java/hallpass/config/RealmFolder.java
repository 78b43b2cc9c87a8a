package hallpass.config;

import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.trace.PrintableText;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folder of a realm: {@code realm.toml}, and for each process one folder with just what that process may know. */
public final class RealmFolder {
    static final String CONFIG_FILE = "realm.toml";
    static final String STORE_PASSWORD_FILE = "store.password";
    private static final String KDC_FOLDER = "kdc";

    private final Path root;
    private final RealmConfig config;

    private RealmFolder(Path root, RealmConfig config) {
        this.root = root;
        this.config = config;
    }

    /** Opens the realm in a folder. */
    public static RealmFolder open(Path root) throws RealmException {
        Path file = root.resolve(CONFIG_FILE);
        // One that may not be looked at is told as such by whoever reads it.
        if (Files.notExists(file)) {
            throw new RealmException(
                    RealmError.NO_REALM,
                    root.toString(),
                    "There is no realm in " + PrintableText.escape(root.toString()) + ": " + CONFIG_FILE
                            + " is missing.");
        }
        return new RealmFolder(root, RealmConfig.read(file));
    }

    /** Where the realm is unless a command line says otherwise: {@code $HALLPASS_REALM}, else {@code ./realm}. */
    public static Path defaultRoot(Map<String, String> environment) {
        String configured = environment.getOrDefault("HALLPASS_REALM", "");
        return Path.of(configured.isEmpty() ? "realm" : configured);
    }

    /** What a new realm holds besides its {@code realm.toml}. */
    public interface Initializer {
        void initialize(RealmFolder realm) throws RealmException;
    }

    /** Makes a realm without content. */
    public static RealmFolder create(Path root, String toml) throws RealmException {
        return create(root, toml, realm -> {});
    }

    /**
     * Makes a new realm in a folder that is new or empty, or in which the same was cut short before: the folders of its
     * parties, all with mode 0700, and their content.
     *
     * @param toml what {@link RealmTemplate} gave
     */
    public static RealmFolder create(Path root, String toml, Initializer initializer) throws RealmException {
        RealmFolder realm = new RealmFolder(root, RealmConfig.parse(toml, "the new " + CONFIG_FILE));
        try (UnfinishedRealm unfinished = UnfinishedRealm.begin(root)) {
            for (Path folder : realm.folders()) {
                PrivateFiles.createFolder(folder);
            }
            initializer.initialize(realm);
            // Last: a folder in which this was cut short is no realm, and does not open as one.
            PrivateFiles.writeNew(root.resolve(CONFIG_FILE), toml.getBytes(StandardCharsets.UTF_8));
            unfinished.finish();
        }
        return realm;
    }

    /** The same folder with another configuration, for servers that are embedded in a JVM. */
    public RealmFolder withConfig(RealmConfig other) {
        return new RealmFolder(root, other);
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

    /** What the authentication and the ticket-granting server share: together they are the KDC. */
    public Path kdcFolder() {
        return root.resolve(KDC_FOLDER);
    }

    /** A process's own folder. */
    public Path folderOf(Party party) {
        return party == Party.REALM ? root : root.resolve(party.id());
    }

    /** The principals and their sealed keys. */
    public Path principalDatabase() {
        return kdcFolder().resolve("principals.db");
    }

    /** What the principals' keys are sealed under. */
    public Path masterKeyFile() {
        return kdcFolder().resolve("master.key");
    }

    /** The password of the realm's user in a database that asks for one; need not be there. */
    public Path storePasswordFile() {
        return root.resolve(STORE_PASSWORD_FILE);
    }

    /** Keeps a password for the realm's database. */
    public void writeStorePassword(String password) throws RealmException {
        PrivateFiles.write(storePasswordFile(), password.getBytes(StandardCharsets.UTF_8));
    }

    /** Names another store in {@code realm.toml}, and changes nothing else in it: in one rename, durably. */
    public void writeStore(StoreLocation store) throws RealmException {
        Path file = root.resolve(CONFIG_FILE);
        String changed = RealmConfigParser.withStore(readToml(file), store);
        if (!RealmConfig.parse(changed, file.toString()).store().equals(store)) {
            throw new RealmException(
                    RealmError.SETTING_NOT_EDITABLE,
                    file.toString(),
                    "The store could not be set in " + PrintableText.escape(file.toString())
                            + ". Add this line above all tables: store = \"" + store + "\"");
        }
        PrivateFiles.write(file, changed.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Names in {@code realm.toml} where those go who ask the servers; whoever is not among them is asked where it listens.
     * Nothing else is changed, in one rename, durably.
     */
    public void writeRoutes(Map<Party, List<InetSocketAddress>> routes) throws RealmException {
        Path file = root.resolve(CONFIG_FILE);
        String changed = RoutesTable.replaceIn(readToml(file), routes);
        Map<Party, List<InetSocketAddress>> wanted = new EnumMap<>(config.addresses());
        wanted.putAll(routes);
        if (!parseRoutes(changed).equals(Optional.of(wanted))) {
            throw new RealmException(
                    RealmError.SETTING_NOT_EDITABLE,
                    file.toString(),
                    "The routes could not be set in " + PrintableText.escape(file.toString())
                            + ". Change its table [routes] to: "
                            + String.join("; ", RoutesTable.tableLines(routes)));
        }
        PrivateFiles.write(file, changed.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty if the text is not that of a realm. */
    private static Optional<Map<Party, List<InetSocketAddress>>> parseRoutes(String toml) {
        try {
            return Optional.of(RealmConfig.parse(toml, CONFIG_FILE).routes());
        } catch (RealmException e) {
            return Optional.empty();
        }
    }

    private static String readToml(Path file) throws RealmException {
        return TomlSettings.decodeUtf8(PrivateFiles.read(file, RealmConfig.MAX_FILE_BYTES), file.toString());
    }

    /** The service server's own keys. */
    public Path serviceKeytab() {
        return folderOf(Party.SERVICE).resolve("service.keys");
    }

    /** The login host's own keys. */
    public Path hostKeytab() {
        return folderOf(Party.CLIENT).resolve("host.keys");
    }

    /** The notes that users keep with a server. */
    public Path noteDatabase(Party server) {
        return folderOf(server).resolve("notes.db");
    }

    /** What a server that stores nothing else has accepted once. */
    public Path replayDatabase(Party server) {
        return folderOf(server).resolve("replays.db");
    }

    /** A party's own copy of the authority's certificate, by which it knows certificates to be genuine. */
    public Path authorityCertificate(Party party) {
        return folderOf(party).resolve("ca.crt");
    }

    public Path authorityKey() {
        return folderOf(Party.CA).resolve("ca.key");
    }

    /** The authority's record of the certificates that it issued. */
    public Path certificateLedger() {
        return folderOf(Party.CA).resolve("certificates.db");
    }

    /** The newest list of revoked certificates that the authority published. */
    public Path revocationList() {
        return folderOf(Party.CA).resolve("ca.crl");
    }

    /** The newest list of revoked certificates that the client has seen: one with a lower number is an old one. */
    public Path lastSeenRevocationList() {
        return folderOf(Party.CLIENT).resolve("ca.crl");
    }

    /** The application server's certificate, once it has one. */
    public Path serverCertificate() {
        return folderOf(Party.APP).resolve("app.crt");
    }

    public Path serverKey() {
        return folderOf(Party.APP).resolve("app.key");
    }

    /** A client's own certificate, where it has to prove its name. */
    public Path clientCertificate(PrincipalName client) {
        return folderOf(Party.CLIENT).resolve(client.text() + ".client.crt");
    }

    public Path clientKey(PrincipalName client) {
        return folderOf(Party.CLIENT).resolve(client.text() + ".client.key");
    }

    /** The audit log of commands, and what the logs of all parties are checked with. */
    public Path auditFolder() {
        return root.resolve("audit");
    }

    /** Is there as long as the application server is to register anew and has not done so yet. */
    public Path enrolmentRequest() {
        return folderOf(Party.APP).resolve("enrol.request");
    }

    /** By which the application server shows that it may register under its name, where that is asked for. */
    public Path enrolmentTokenFile() {
        return folderOf(Party.APP).resolve("enrol.token");
    }

    /** The hash of that token, by which the authority knows it. */
    public Path enrolmentTokenHashFile() {
        return folderOf(Party.CA).resolve("enrol.sha256");
    }

    /** What the application server knows of its certificate's revocation, if it was revoked. */
    public Path serverRevocation() {
        return folderOf(Party.APP).resolve("app.revoked");
    }

    /** What a process tells of its work. */
    public Path logFile(Party party) {
        return logFile(party, 1);
    }

    /** The same of one of a server's replicas, which are counted from 1. */
    public Path logFile(Party party, int replica) {
        return folderOf(party).resolve(party.id() + replicaSuffix(replica) + ".log");
    }

    private static String replicaSuffix(int replica) {
        return replica == 1 ? "" : "-" + replica;
    }
}
