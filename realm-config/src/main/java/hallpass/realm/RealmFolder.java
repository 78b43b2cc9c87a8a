package hallpass.realm;

import hallpass.message.PrincipalName;
import hallpass.trace.Party;
import hallpass.trace.Printable;
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
    static final String STORE_PASSWORD = "store.password";
    private static final String KDC = "kdc";

    private final Path root;
    private final RealmConfig config;

    private RealmFolder(Path root, RealmConfig config) {
        this.root = root;
        this.config = config;
    }

    /** Opens the realm in a folder. */
    public static RealmFolder open(Path root) throws RealmProblem {
        Path file = root.resolve(CONFIG_FILE);
        // One that may not be looked at is told as such by whoever reads it.
        if (Files.notExists(file)) {
            throw new RealmProblem("There is no realm in " + Printable.of(root.toString()) + ": it has no "
                    + CONFIG_FILE + ". Make one with: hallpass realm init " + Printable.of(root.toString()));
        }
        return new RealmFolder(root, RealmConfig.read(file));
    }

    /** Where the realm is unless a command line says otherwise: {@code $HALLPASS_REALM}, else {@code ./realm}. */
    public static Path defaultPlace(Map<String, String> environment) {
        String set = environment.getOrDefault("HALLPASS_REALM", "");
        return Path.of(set.isEmpty() ? "realm" : set);
    }

    /** What a new realm holds besides its {@code realm.toml}. */
    public interface Content {
        void fill(RealmFolder realm) throws RealmProblem;
    }

    /** Makes a realm without content. */
    public static RealmFolder create(Path root, String toml) throws RealmProblem {
        return create(root, toml, realm -> {});
    }

    /**
     * Makes a new realm in a folder that is new or empty, or in which the same was cut short before: the folders of its
     * parties, all with mode 0700, and their content.
     *
     * @param toml what {@link RealmTemplate} gave
     */
    public static RealmFolder create(Path root, String toml, Content content) throws RealmProblem {
        RealmFolder realm = new RealmFolder(root, RealmConfig.parse(toml, "the new " + CONFIG_FILE));
        try (UnfinishedRealm unfinished = UnfinishedRealm.begin(root)) {
            for (Path folder : realm.folders()) {
                PrivateFiles.createFolder(folder);
            }
            content.fill(realm);
            // Last: a folder in which this was cut short is no realm, and does not open as one.
            PrivateFiles.writeNew(root.resolve(CONFIG_FILE), toml.getBytes(StandardCharsets.UTF_8));
            unfinished.finish();
        }
        return realm;
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(kdc()));
        Arrays.stream(Party.values())
                .filter(party -> party != Party.REALM)
                .map(this::of)
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
    public Path kdc() {
        return root.resolve(KDC);
    }

    /** A process's own folder. */
    public Path of(Party party) {
        return party == Party.REALM ? root : root.resolve(party.id());
    }

    /** The principals and their sealed keys. */
    public Path principals() {
        return kdc().resolve("principals.db");
    }

    /** What the principals' keys are sealed under. */
    public Path masterKey() {
        return kdc().resolve("master.key");
    }

    /** The password of the realm's user in a database that asks for one; need not be there. */
    public Path storePassword() {
        return root.resolve(STORE_PASSWORD);
    }

    /** Keeps a password for the realm's database. */
    public void writeStorePassword(String password) throws RealmProblem {
        PrivateFiles.write(storePassword(), password.getBytes(StandardCharsets.UTF_8));
    }

    /** Names another store in {@code realm.toml}, and changes nothing else in it: in one rename, durably. */
    public void writeStore(StoreLocation store) throws RealmProblem {
        Path file = root.resolve(CONFIG_FILE);
        String changed = RealmText.withStore(text(file), store);
        if (!RealmConfig.parse(changed, file.toString()).store().equals(store)) {
            throw new RealmProblem("The store could not be set in " + Printable.of(file.toString())
                    + ". Write this line into it, before all tables: store = \"" + store + "\"");
        }
        PrivateFiles.write(file, changed.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Names in {@code realm.toml} where those go who ask the servers; whoever is not among them is asked where it listens.
     * Nothing else is changed, in one rename, durably.
     */
    public void writeRoutes(Map<Party, List<InetSocketAddress>> routes) throws RealmProblem {
        Path file = root.resolve(CONFIG_FILE);
        String changed = RoutesText.with(text(file), routes);
        Map<Party, List<InetSocketAddress>> wanted = new EnumMap<>(config.addresses());
        wanted.putAll(routes);
        if (!routesOf(changed).equals(Optional.of(wanted))) {
            throw new RealmProblem("The routes could not be set in " + Printable.of(file.toString())
                    + ". Make this its table [routes]: " + String.join("; ", RoutesText.lines(routes)));
        }
        PrivateFiles.write(file, changed.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty if the text is not that of a realm. */
    private static Optional<Map<Party, List<InetSocketAddress>>> routesOf(String toml) {
        try {
            return Optional.of(RealmConfig.parse(toml, CONFIG_FILE).routes());
        } catch (RealmProblem e) {
            return Optional.empty();
        }
    }

    private static String text(Path file) throws RealmProblem {
        return SettingsFile.decode(PrivateFiles.read(file, RealmConfig.MAX_FILE_BYTES), file.toString());
    }

    /** The service server's own keys. */
    public Path serviceKeys() {
        return of(Party.SERVICE).resolve("service.keys");
    }

    /** The login host's own keys. */
    public Path hostKeys() {
        return of(Party.CLIENT).resolve("host.keys");
    }

    /** The notes that users keep with a server. */
    public Path notes(Party server) {
        return of(server).resolve("notes.db");
    }

    /** What a server that stores nothing else has accepted once. */
    public Path replays(Party server) {
        return of(server).resolve("replays.db");
    }

    /** A party's own copy of the authority's certificate, by which it knows certificates to be genuine. */
    public Path authorityCertificate(Party party) {
        return of(party).resolve("ca.crt");
    }

    public Path authorityKey() {
        return of(Party.CA).resolve("ca.key");
    }

    /** The authority's record of the certificates that it issued. */
    public Path ledger() {
        return of(Party.CA).resolve("certificates.db");
    }

    /** The newest list of revoked certificates that the authority published. */
    public Path revocationList() {
        return of(Party.CA).resolve("ca.crl");
    }

    /** The newest list of revoked certificates that the client has seen: one with a lower number is an old one. */
    public Path seenRevocationList() {
        return of(Party.CLIENT).resolve("ca.crl");
    }

    /** The application server's certificate, once it has one. */
    public Path serverCertificate() {
        return of(Party.APP).resolve("app.crt");
    }

    public Path serverKey() {
        return of(Party.APP).resolve("app.key");
    }

    /** A client's own certificate, where it has to prove its name. */
    public Path clientCertificate(PrincipalName client) {
        return of(Party.CLIENT).resolve(client.text() + ".client.crt");
    }

    public Path clientKey(PrincipalName client) {
        return of(Party.CLIENT).resolve(client.text() + ".client.key");
    }

    /** The audit log of commands, and what the logs of all parties are checked with. */
    public Path audit() {
        return root.resolve("audit");
    }

    /** Is there as long as the application server is to register anew and has not done so yet. */
    public Path enrolmentRequest() {
        return of(Party.APP).resolve("enrol.request");
    }

    /** By which the application server shows that it may register under its name, where that is asked for. */
    public Path enrolmentToken() {
        return of(Party.APP).resolve("enrol.token");
    }

    /** The hash of that token, by which the authority knows it. */
    public Path awaitedEnrolment() {
        return of(Party.CA).resolve("enrol.sha256");
    }

    /** What the application server knows of its certificate's revocation, if it was revoked. */
    public Path serverRevocation() {
        return of(Party.APP).resolve("app.revoked");
    }

    /** What a process tells of its work. */
    public Path log(Party party) {
        return log(party, 1);
    }

    /** The same of one of a server's replicas, which are counted from 1. */
    public Path log(Party party, int replica) {
        return of(party).resolve(party.id() + replicaMark(replica) + ".log");
    }

    private static String replicaMark(int replica) {
        return replica == 1 ? "" : "-" + replica;
    }
}
