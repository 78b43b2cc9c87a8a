package hallpass.attack.lab;

import hallpass.admin.ClientCertificates;
import hallpass.admin.NewUsers;
import hallpass.admin.RealmInitialization;
import hallpass.adversary.Adversary;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.ClientProof;
import hallpass.pki.KeyPairSource;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.ClientCertificateFiles;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import hallpass.store.CertificateLedger;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A throw-away realm with its servers running, and an adversary on each of their wires. Closing it leaves nothing behind. */
public final class Lab implements AutoCloseable {
    private final TemporaryFolder temporary;
    private final RealmFolder folder;
    private final Servers servers;
    private final Randomness randomness;
    private final InstantSource time;
    private final Adversary adversary = new Adversary(InstantSource.system());
    private final ShiftedClock clientClock;
    private final KeptKeys keys;
    private final Map<Party, InetSocketAddress> routes = new EnumMap<>(Party.class);

    private Lab(TemporaryFolder temporary, RealmFolder folder, Servers servers, Randomness randomness, Chance chance) {
        this.temporary = temporary;
        this.folder = folder;
        this.servers = servers;
        this.randomness = randomness;
        this.time = chance.serversClock();
        this.clientClock = new ShiftedClock(chance.clock());
        this.keys = new KeptKeys(folder.config().profile().passwordToKey());
    }

    /** Makes the realm; its servers are started by whoever needs them. */
    public static Lab make(LabPlan plan) throws RealmProblem {
        TemporaryFolder temporary = TemporaryFolder.create();
        Randomness randomness = plan.chance().randomness("");
        KeyPairSource keyPairs = plan.keyPairs().get();
        try {
            Map<String, String> settings = new TreeMap<>(plan.settings());
            settings.put("guards", plan.guards().stream().map(Guard::id).collect(Collectors.joining(",")));
            // A while ago, so that a server whose clock is behind knows the accounts too.
            RealmFolder folder = new RealmInitialization(longAgo(plan.chance().serversClock()), randomness, Trace.NONE)
                    .withAuthorityKeys(keyPairs)
                    .run(temporary.path().resolve("realm"), RealmTemplate.render(0, settings));
            Servers servers = plan.processes()
                    ? ServersOfJars.of(folder.root())
                    : new ServersInProcess(folder.root(), plan.chance(), keyPairs);
            return new Lab(temporary, folder, servers, randomness, plan.chance());
        } catch (RealmProblem | RuntimeException e) {
            temporary.close();
            throw e;
        }
    }

    private static Instant longAgo(InstantSource time) {
        return time.instant().minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Starts what is not running yet of these servers, all at once, and takes its place on their wires. */
    public void serve(Set<Party> wanted) throws RealmProblem, InterruptedException {
        List<Party> rest = new ArrayList<>(wanted);
        rest.removeIf(servers::isRunning);
        // The application server reads in realm.toml which way to the authority is.
        List<Party> first = rest.stream().filter(party -> party != Party.APP).toList();
        for (Party party : first) {
            servers.start(party, ahead());
        }
        for (Party party : first) {
            tap(party);
        }
        if (rest.contains(Party.APP)) {
            servers.start(Party.APP, ahead());
            tap(Party.APP);
        }
    }

    private void tap(Party party) throws RealmProblem, InterruptedException {
        InetSocketAddress target = servers.await(party);
        try {
            routes.put(party, adversary.tap(party, target));
        } catch (IOException e) {
            throw new RealmProblem("The adversary cannot stand before " + party.id() + ": " + e.getMessage() + ".", e);
        }
        Map<Party, List<InetSocketAddress>> table = new EnumMap<>(Party.class);
        routes.forEach((server, address) -> table.put(server, List.of(address)));
        folder.writeRoutes(table);
    }

    /** The realm as those who ask see it: every way leads through the adversary. */
    public RealmConfig config() {
        RealmConfig config = folder.config();
        for (Map.Entry<Party, InetSocketAddress> route : routes.entrySet()) {
            config = config.withRoutes(route.getKey(), List.of(route.getValue()));
        }
        return config;
    }

    public RealmFolder folder() {
        return folder;
    }

    public Adversary adversary() {
        return adversary;
    }

    public Randomness randomness() {
        return randomness;
    }

    /** That of everybody who asks. */
    public InstantSource clock() {
        return clientClock;
    }

    /** Time passes for everybody, or goes back: all clocks are now so far ahead of the system's. */
    public void setClocks(Duration ahead) throws RealmProblem, InterruptedException {
        clientClock.setAhead(ahead);
        for (Party party : Party.SERVERS) {
            if (servers.isRunning(party)) {
                servers.setClock(party, ahead);
            }
        }
    }

    /** How much time has passed here more than elsewhere. */
    public Duration ahead() {
        return clientClock.ahead();
    }

    /** Puts one server's clock forward, or back. */
    public void setClock(Party party, Duration ahead) throws RealmProblem, InterruptedException {
        servers.setClock(party, ahead);
    }

    /** Makes the keys of those who have an account; each once, however often they log in. */
    public PasswordToKey passwordToKey() {
        return keys;
    }

    /** Adds an account, unless it is there; with any name that fits the wire. */
    public void addUser(PrincipalName name, String password) throws RealmProblem {
        try (PrincipalStore principals = principals()) {
            if (principals.find(name).isEmpty()) {
                new NewUsers(principals, folder.config().profile(), randomness)
                        .add(name, password.toCharArray(), longAgo(time));
                keys.keep(password, principals.find(name).orElseThrow().key());
            }
        }
    }

    /** Adds a service with a random key, unless it is there; its key. */
    public SymmetricKey addService(PrincipalName name) throws RealmProblem {
        CipherSuite suite = folder.config().profile().suite();
        try (PrincipalStore principals = principals()) {
            if (principals.find(name).isEmpty()) {
                SymmetricKey key = SymmetricKey.random("K_s", suite.keySize(), randomness);
                principals.add(Kind.SERVICE, name, suite.name(), "", key, longAgo(time));
            }
            return principals.find(name).orElseThrow().key().value().as("K_s");
        }
    }

    /**
     * A certificate for another server of the realm's, as its authority issues them.
     *
     * @return in DER
     */
    public Bytes certify(PrincipalName server, RSAPublicKey key) throws RealmProblem {
        CertificateAuthority authority = authority();
        RealmConfig config = folder.config();
        Instant now = clientClock.instant();
        Validity validity = authority.limited(Validity.starting(now, config.certificateLifetime(), config.skew()));
        BigInteger number = CertificateAuthority.newSerial(randomness);
        String serial = CertificateLedger.serial(number);
        try (CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            ledger.reserve(serial, server, validity.notBefore(), validity.notAfter(), now);
            Bytes certificate = Certificates.encode(authority.issue(server, key, validity, number));
            ledger.complete(serial, certificate);
            return certificate;
        }
    }

    /** The authority with its private key: for those who run the realm, and for thieves. */
    public CertificateAuthority authority() throws RealmProblem {
        return PemFiles.authority(folder.authorityCertificate(Party.CA), folder.authorityKey());
    }

    /** What an honest client of this name shows: a certificate of its own, made here once where names are to be proved. */
    public ClientProof clientProof(PrincipalName name) throws RealmProblem {
        boolean wanted = folder.config().profile().has(Guard.CLIENT_CERTIFICATE);
        if (wanted && Files.notExists(folder.clientCertificate(name))) {
            try (CertificateLedger ledger = RealmStores.of(folder).ledger()) {
                new ClientCertificates(folder, authority(), ledger, randomness).issue(name, clientClock.instant());
            }
        }
        return ClientCertificateFiles.proof(folder, name);
    }

    /** What the KDC knows: for those who add accounts, and for thieves. */
    public PrincipalStore principals() throws RealmProblem {
        return RealmStores.of(folder).principals(randomness);
    }

    /** What a server told so far of what it did. */
    public List<String> told(Party party) {
        return servers.isRunning(party) ? servers.told(party) : List.of();
    }

    @Override
    public void close() {
        try {
            adversary.close();
            servers.close();
        } finally {
            temporary.close();
        }
    }
}
