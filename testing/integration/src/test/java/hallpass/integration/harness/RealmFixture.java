package hallpass.integration.harness;

import hallpass.adversary.Adversary;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.PostgresServer;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.provisioning.ClientCertificateIssuer;
import hallpass.provisioning.RealmInitializer;
import hallpass.provisioning.UserProvisioner;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Trace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A realm's folder, made for one test, with users alice and bob. */
public record RealmFixture(Path path) {
    public static final PrincipalName ALICE = new PrincipalName("alice");
    public static final PrincipalName BOB = new PrincipalName("bob");
    public static final String ALICE_PASSWORD = "correct horse battery staple";
    public static final String BOB_PASSWORD = "Tr0ub4dor&3";
    /** Of every realm's authority: making a key pair costs as much as starting a server. */
    private static final KeyPair CA_KEYS = RsaKeys.generateKeyPair();

    public static final String MEMO = "take cis3319 class this morning";

    public static RealmFixture create(Path path) throws RealmException {
        return create(path, Map.of());
    }

    /** @param settings other values for keys of {@code realm.toml} */
    public static RealmFixture create(Path path, Map<String, String> settings) throws RealmException {
        return create(path, settings, "");
    }

    /** The same with a database of its own on a PostgreSQL server. */
    public static RealmFixture create(Path path, Map<String, String> settings, PostgresServer server, String url)
            throws RealmException {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("store", url);
        return create(path, all, server.password());
    }

    private static RealmFixture create(Path path, Map<String, String> settings, String storePassword)
            throws RealmException {
        // A while ago, so that a server whose clock is behind knows the accounts too.
        Instant made = InstantSource.system().instant().minus(Duration.ofDays(30));
        new RealmInitializer(made, Randomness.secure(), Trace.NONE)
                .withStorePassword(storePassword)
                .withAuthorityKeys(() -> CA_KEYS)
                .create(path, RealmTemplate.render(FreePorts.nextBase(), settings));
        RealmFixture folder = new RealmFixture(path);
        folder.addUser(ALICE, ALICE_PASSWORD, made);
        folder.addUser(BOB, BOB_PASSWORD, made);
        return folder;
    }

    public RealmFolder open() throws RealmException {
        return RealmFolder.open(path);
    }

    public RealmConfig config() throws RealmException {
        return open().config();
    }

    /** As a client with guards of its own reads it: those that no server needs to know of. */
    RealmConfig configWithGuards(Guard... guards) throws RealmException, IOException {
        String list = Arrays.stream(guards).map(guard -> '"' + guard.id() + '"').collect(Collectors.joining(","));
        String toml = Files.readString(path.resolve("realm.toml"));
        return RealmConfig.parse(toml.replace("guards = []", "guards = [" + list + "]"), "realm.toml");
    }

    public void addUser(PrincipalName name, String password, Instant now) throws RealmException {
        try (PrincipalStore principals = principals()) {
            new UserProvisioner(principals, config().profile(), Randomness.secure())
                    .add(name, password.toCharArray(), now);
        }
    }

    public SymmetricKey addService(PrincipalName name) throws RealmException {
        SymmetricKey key =
                SymmetricKey.random("K_s", config().profile().cipherSuite().keySize(), Randomness.secure());
        try (PrincipalStore principals = principals()) {
            principals.add(
                    PrincipalType.SERVICE,
                    name,
                    config().profile().cipherSuite().name(),
                    "",
                    key,
                    InstantSource.system().instant());
        }
        return key;
    }

    /** So that a client of this name can register where names are to be proved. */
    public void issueClientCertificate(PrincipalName name) throws RealmException {
        RealmFolder realm = open();
        CertificateAuthority authority =
                PemFiles.readAuthority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        try (CertificateLedger ledger = RealmStores.of(realm).ledger()) {
            new ClientCertificateIssuer(realm, authority, ledger, Randomness.secure())
                    .issue(name, InstantSource.system().instant());
        }
    }

    public void removeUser(PrincipalName name) throws RealmException {
        try (PrincipalStore principals = principals()) {
            principals.remove(name, InstantSource.system().instant());
        }
    }

    public PrincipalStore principals() throws RealmException {
        RealmFolder realm = open();
        return RealmStores.of(realm).principals(Randomness.secure());
    }

    /** Of all who have a key, once there is a database that tells. */
    public Map<PrincipalName, Integer> keyVersions() {
        return Timeouts.retryWhileDatabaseIsDown(() -> {
            try (PrincipalStore principals = principals()) {
                return principals.list().stream()
                        .collect(Collectors.toMap(PrincipalEntry::name, PrincipalEntry::keyVersion));
            }
        });
    }

    /** All that was certified, once there is a database that tells. */
    public List<LedgerEntry> certificates() {
        return Timeouts.retryWhileDatabaseIsDown(() -> {
            try (CertificateLedger ledger = RealmStores.of(open()).ledger()) {
                return ledger.list();
            }
        });
    }

    /** Whoever reads {@code realm.toml} from now on asks every server by way of an adversary. */
    public void routeThrough(Adversary adversary) throws RealmException, IOException {
        Map<Party, List<InetSocketAddress>> routes = new EnumMap<>(Party.class);
        for (Party server : Party.SERVERS) {
            routes.put(server, List.of(adversary.startProxy(server, config().address(server))));
        }
        open().writeRoutes(routes);
    }

    /** So that the application server has to register again. */
    public void deleteServerCertificate() throws RealmException, IOException {
        Files.deleteIfExists(open().serverCertificate());
        Files.deleteIfExists(open().serverKey());
    }
}
