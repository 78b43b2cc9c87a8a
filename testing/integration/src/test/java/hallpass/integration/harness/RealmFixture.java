package hallpass.integration.harness;

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
import hallpass.protocol.Profile;
import hallpass.provisioning.ClientCertificateIssuer;
import hallpass.provisioning.RealmInitializer;
import hallpass.provisioning.ServiceProvisioner;
import hallpass.provisioning.UserProvisioner;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Action;
import hallpass.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A realm folder for one test, with the users alice and bob. */
public record RealmFixture(Path path) {
    public static final PrincipalName ALICE = new PrincipalName("alice");
    public static final PrincipalName BOB = new PrincipalName("bob");
    public static final String ALICE_PASSWORD = "correct horse battery staple";
    public static final String BOB_PASSWORD = "Tr0ub4dor&3";
    /** The CA key pair of all realms: generating one takes as long as starting a server. */
    private static final KeyPair CA_KEYS = RsaKeys.generateKeyPair();

    public static final String MEMO = "take cis3319 class this morning";

    public static RealmFixture create(Path path) throws RealmException {
        return create(path, Map.of());
    }

    /** @param settings values for keys of {@code realm.toml} that differ from the template */
    public static RealmFixture create(Path path, Map<String, String> settings) throws RealmException {
        return create(path, settings, "");
    }

    /** Creates a realm that stores its data in a PostgreSQL database. */
    public static RealmFixture create(Path path, Map<String, String> settings, PostgresServer server, String url)
            throws RealmException {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("store", url);
        return create(path, all, server.password());
    }

    private static RealmFixture create(Path path, Map<String, String> settings, String storePassword)
            throws RealmException {
        // In the past, so that the accounts exist for a server whose clock is slow.
        Instant created = InstantSource.system().instant().minus(Duration.ofDays(30));
        new RealmInitializer(created, Randomness.secure(), Trace.NONE)
                .withStorePassword(storePassword)
                .withAuthorityKeys(() -> CA_KEYS)
                .create(path, RealmTemplate.render(FreePorts.nextBase(), settings));
        RealmFixture fixture = new RealmFixture(path);
        fixture.addUser(ALICE, ALICE_PASSWORD, created);
        fixture.addUser(BOB, BOB_PASSWORD, created);
        return fixture;
    }

    public RealmFolder open() throws RealmException {
        return RealmFolder.open(path);
    }

    public RealmConfig config() throws RealmException {
        return open().config();
    }

    /** The configuration of a client with guards that need no support from the servers. */
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
        Profile profile = config().profile();
        try (PrincipalStore principals = principals()) {
            return new ServiceProvisioner(principals, profile.cipherSuite().name(), Randomness.secure(), Trace.NONE)
                    .add(
                            name,
                            "K_s",
                            profile.kdcKeyGenerator(Action.SERVICE_KEY_GENERATED),
                            InstantSource.system().instant())
                    .key();
        }
    }

    /** Issues the certificate that a client needs if the realm has the client-certificate guard. */
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

    /** Key version of every principal. Waits for the database. */
    public Map<PrincipalName, Integer> keyVersions() {
        return DatabaseOutages.retryWhileDatabaseIsDown(() -> {
            try (PrincipalStore principals = principals()) {
                return principals.list().stream()
                        .collect(Collectors.toMap(PrincipalEntry::name, PrincipalEntry::keyVersion));
            }
        });
    }

    /** All entries of the certificate ledger. Waits for the database. */
    public List<LedgerEntry> certificates() {
        return DatabaseOutages.retryWhileDatabaseIsDown(() -> {
            try (CertificateLedger ledger = RealmStores.of(open()).ledger()) {
                return ledger.list();
            }
        });
    }

    /** Makes the application server enrol at its next start. */
    public void deleteServerCertificate() throws RealmException, IOException {
        Files.deleteIfExists(open().serverCertificate());
        Files.deleteIfExists(open().serverKey());
    }
}
