package hallpass.attack.lab;

import hallpass.adversary.Adversary;
import hallpass.config.ClientCertificateFiles;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.ClientProof;
import hallpass.pki.KeyPairSource;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.provisioning.ClientCertificateIssuer;
import hallpass.provisioning.RealmInitializer;
import hallpass.provisioning.UserProvisioner;
import hallpass.store.CertificateLedger;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
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
    private final TemporaryFolder temporaryFolder;
    private final RealmFolder folder;
    private final LabServers servers;
    private final Randomness randomness;
    private final InstantSource serverClock;
    private final Adversary adversary = new Adversary(InstantSource.system());
    private final OffsetClock clientClock;
    private final CachingStringToKey keys;
    private final Map<Party, InetSocketAddress> routes = new EnumMap<>(Party.class);

    private Lab(
            TemporaryFolder temporaryFolder,
            RealmFolder folder,
            LabServers servers,
            Randomness randomness,
            TimeAndRandomness timeAndRandomness) {
        this.temporaryFolder = temporaryFolder;
        this.folder = folder;
        this.servers = servers;
        this.randomness = randomness;
        this.serverClock = timeAndRandomness.serverClock();
        this.clientClock = new OffsetClock(timeAndRandomness.clock());
        this.keys = new CachingStringToKey(folder.config().profile().stringToKey());
    }

    /** Makes the realm; its servers are started by whoever needs them. */
    public static Lab create(LabConfig config) throws RealmException {
        TemporaryFolder temporaryFolder = TemporaryFolder.create();
        Randomness randomness = config.timeAndRandomness().randomness("");
        KeyPairSource keyPairs = config.keyPairs().get();
        try {
            Map<String, String> settings = new TreeMap<>(config.settings());
            settings.put("guards", config.guards().stream().map(Guard::id).collect(Collectors.joining(",")));
            // A while ago, so that a server whose clock is behind knows the accounts too.
            RealmFolder folder = new RealmInitializer(
                            creationTime(config.timeAndRandomness().serverClock()), randomness, Trace.NONE)
                    .withAuthorityKeys(keyPairs)
                    .create(temporaryFolder.path().resolve("realm"), RealmTemplate.render(0, settings));
            LabServers servers = config.separateProcesses()
                    ? JarServers.of(folder.root())
                    : new InProcessServers(folder.root(), config.timeAndRandomness(), keyPairs);
            return new Lab(temporaryFolder, folder, servers, randomness, config.timeAndRandomness());
        } catch (RealmException | RuntimeException e) {
            temporaryFolder.close();
            throw e;
        }
    }

    private static Instant creationTime(InstantSource time) {
        return time.instant().minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Starts what is not running yet of these servers, all at once, and takes its place on their wires. */
    public void startServers(Set<Party> wanted) throws RealmException, InterruptedException {
        List<Party> missing = new ArrayList<>(wanted);
        missing.removeIf(servers::isRunning);
        // The application server reads in realm.toml which way to the authority is.
        List<Party> first = missing.stream().filter(party -> party != Party.APP).toList();
        for (Party party : first) {
            servers.start(party, clockOffset());
        }
        for (Party party : first) {
            startProxy(party);
        }
        if (missing.contains(Party.APP)) {
            servers.start(Party.APP, clockOffset());
            startProxy(Party.APP);
        }
    }

    private void startProxy(Party party) throws RealmException, InterruptedException {
        InetSocketAddress target = servers.awaitReady(party);
        try {
            routes.put(party, adversary.startProxy(party, target));
        } catch (IOException e) {
            throw new RealmException(
                    "The adversary cannot stand before " + party.id() + ": " + e.getMessage() + ".", e);
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
    public void setClockOffset(Duration offset) throws RealmException, InterruptedException {
        clientClock.setOffset(offset);
        for (Party party : Party.SERVERS) {
            if (servers.isRunning(party)) {
                servers.setClockOffset(party, offset);
            }
        }
    }

    /** How much time has passed here more than elsewhere. */
    public Duration clockOffset() {
        return clientClock.offset();
    }

    /** Puts one server's clock forward, or back. */
    public void setServerClockOffset(Party party, Duration offset) throws RealmException, InterruptedException {
        servers.setClockOffset(party, offset);
    }

    /** Makes the keys of those who have an account; each once, however often they log in. */
    public StringToKey passwordToKey() {
        return keys;
    }

    /** Adds an account, unless it is there; with any name that fits the wire. */
    public void addUser(PrincipalName name, String password) throws RealmException {
        try (PrincipalStore principals = principals()) {
            if (principals.find(name).isEmpty()) {
                new UserProvisioner(principals, folder.config().profile(), randomness)
                        .add(name, password.toCharArray(), creationTime(serverClock));
                keys.put(password, principals.find(name).orElseThrow().key());
            }
        }
    }

    /** Adds a service with a random key, unless it is there; its key. */
    public SymmetricKey addService(PrincipalName name) throws RealmException {
        CipherSuite suite = folder.config().profile().cipherSuite();
        try (PrincipalStore principals = principals()) {
            if (principals.find(name).isEmpty()) {
                SymmetricKey key = SymmetricKey.random("K_s", suite.keySize(), randomness);
                principals.add(PrincipalType.SERVICE, name, suite.name(), "", key, creationTime(serverClock));
            }
            return principals.find(name).orElseThrow().key().value().withLabel("K_s");
        }
    }

    /**
     * A certificate for another server of the realm's, as its authority issues them.
     *
     * @return in DER
     */
    public Bytes issueServerCertificate(PrincipalName server, RSAPublicKey key) throws RealmException {
        CertificateAuthority authority = authority();
        RealmConfig config = folder.config();
        Instant now = clientClock.instant();
        Validity validity =
                authority.limitValidity(Validity.starting(now, config.certificateLifetime(), config.skew()));
        BigInteger number = CertificateAuthority.newSerial(randomness);
        String serial = CertificateLedger.formatSerial(number);
        try (CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            ledger.reserve(serial, server, validity.notBefore(), validity.notAfter(), now);
            Bytes certificate = Certificates.encode(authority.issueServerCertificate(server, key, validity, number));
            ledger.complete(serial, certificate);
            return certificate;
        }
    }

    /** The authority with its private key: for those who run the realm, and for thieves. */
    public CertificateAuthority authority() throws RealmException {
        return PemFiles.readAuthority(folder.authorityCertificate(Party.CA), folder.authorityKey());
    }

    /** What an honest client of this name shows: a certificate of its own, made here once where names are to be proved. */
    public ClientProof clientProof(PrincipalName name) throws RealmException {
        boolean required = folder.config().profile().has(Guard.CLIENT_CERTIFICATE);
        if (required && Files.notExists(folder.clientCertificate(name))) {
            try (CertificateLedger ledger = RealmStores.of(folder).ledger()) {
                new ClientCertificateIssuer(folder, authority(), ledger, randomness).issue(name, clientClock.instant());
            }
        }
        return ClientCertificateFiles.readProof(folder, name);
    }

    /** What the KDC knows: for those who add accounts, and for thieves. */
    public PrincipalStore principals() throws RealmException {
        return RealmStores.of(folder).principals(randomness);
    }

    /** What a server told so far of what it did. */
    public List<String> serverTrace(Party party) {
        return servers.isRunning(party) ? servers.trace(party) : List.of();
    }

    @Override
    public void close() {
        try {
            adversary.close();
            servers.close();
        } finally {
            temporaryFolder.close();
        }
    }
}
