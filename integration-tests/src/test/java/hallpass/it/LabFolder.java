package hallpass.it;

import hallpass.admin.ClientCertificates;
import hallpass.admin.NewUsers;
import hallpass.admin.RealmInitialization;
import hallpass.adversary.Adversary;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.testkit.PostgresServer;
import hallpass.trace.Party;
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
record LabFolder(Path path) {
    static final PrincipalName ALICE = new PrincipalName("alice");
    static final PrincipalName BOB = new PrincipalName("bob");
    static final String ALICE_PASSWORD = "correct horse battery staple";
    static final String BOB_PASSWORD = "Tr0ub4dor&3";
    /** Of every realm's authority: making a key pair costs as much as starting a server. */
    private static final KeyPair AUTHORITY = RsaKeys.newPair();

    static final String MEMO = "take cis3319 class this morning";

    static LabFolder in(Path path) throws RealmProblem {
        return in(path, Map.of());
    }

    /** @param settings other values for keys of {@code realm.toml} */
    static LabFolder in(Path path, Map<String, String> settings) throws RealmProblem {
        return in(path, settings, "");
    }

    /** The same with a database of its own on a PostgreSQL server. */
    static LabFolder in(Path path, Map<String, String> settings, PostgresServer server, String url)
            throws RealmProblem {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("store", url);
        return in(path, all, server.password());
    }

    private static LabFolder in(Path path, Map<String, String> settings, String storePassword) throws RealmProblem {
        // A while ago, so that a server whose clock is behind knows the accounts too.
        Instant made = InstantSource.system().instant().minus(Duration.ofDays(30));
        new RealmInitialization(made, Randomness.secure(), Trace.NONE)
                .withStorePassword(storePassword)
                .withAuthorityKeys(() -> AUTHORITY)
                .run(path, RealmTemplate.render(FreePorts.base(), settings));
        LabFolder folder = new LabFolder(path);
        folder.addUser(ALICE, ALICE_PASSWORD, made);
        folder.addUser(BOB, BOB_PASSWORD, made);
        return folder;
    }

    RealmFolder open() throws RealmProblem {
        return RealmFolder.open(path);
    }

    RealmConfig config() throws RealmProblem {
        return open().config();
    }

    /** As a client with guards of its own reads it: those that no server needs to know of. */
    RealmConfig configWith(Guard... guards) throws RealmProblem, IOException {
        String list = Arrays.stream(guards).map(guard -> '"' + guard.id() + '"').collect(Collectors.joining(","));
        String toml = Files.readString(path.resolve("realm.toml"));
        return RealmConfig.parse(toml.replace("guards = []", "guards = [" + list + "]"), "realm.toml");
    }

    void addUser(PrincipalName name, String password, Instant now) throws RealmProblem {
        try (PrincipalStore principals = principals()) {
            new NewUsers(principals, config().profile(), Randomness.secure()).add(name, password.toCharArray(), now);
        }
    }

    SymmetricKey addService(PrincipalName name) throws RealmProblem {
        SymmetricKey key = SymmetricKey.random("K_s", config().profile().suite().keySize(), Randomness.secure());
        try (PrincipalStore principals = principals()) {
            principals.add(
                    Kind.SERVICE,
                    name,
                    config().profile().suite().name(),
                    "",
                    key,
                    InstantSource.system().instant());
        }
        return key;
    }

    /** So that a client of this name can register where names are to be proved. */
    void certifyClient(PrincipalName name) throws RealmProblem {
        RealmFolder realm = open();
        CertificateAuthority authority = PemFiles.authority(realm.authorityCertificate(Party.CA), realm.authorityKey());
        try (CertificateLedger ledger = RealmStores.of(realm).ledger()) {
            new ClientCertificates(realm, authority, ledger, Randomness.secure())
                    .issue(name, InstantSource.system().instant());
        }
    }

    void removeUser(PrincipalName name) throws RealmProblem {
        try (PrincipalStore principals = principals()) {
            principals.remove(name, InstantSource.system().instant());
        }
    }

    PrincipalStore principals() throws RealmProblem {
        RealmFolder realm = open();
        return RealmStores.of(realm).principals(Randomness.secure());
    }

    /** Of all who have a key, once there is a database that tells. */
    Map<PrincipalName, Integer> keyVersions() {
        return Patience.untilThereIsADatabase(() -> {
            try (PrincipalStore principals = principals()) {
                return principals.list().stream()
                        .collect(Collectors.toMap(PrincipalEntry::name, PrincipalEntry::keyVersion));
            }
        });
    }

    /** All that was certified, once there is a database that tells. */
    List<LedgerEntry> certificates() {
        return Patience.untilThereIsADatabase(() -> {
            try (CertificateLedger ledger = RealmStores.of(open()).ledger()) {
                return ledger.list();
            }
        });
    }

    /** Whoever reads {@code realm.toml} from now on asks every server by way of an adversary. */
    void leadThrough(Adversary adversary) throws RealmProblem, IOException {
        Map<Party, List<InetSocketAddress>> routes = new EnumMap<>(Party.class);
        for (Party server : Party.SERVERS) {
            routes.put(server, List.of(adversary.tap(server, config().address(server))));
        }
        open().writeRoutes(routes);
    }

    /** So that the application server has to register again. */
    void forgetCertificate() throws RealmProblem, IOException {
        Files.deleteIfExists(open().serverCertificate());
        Files.deleteIfExists(open().serverKey());
    }
}
