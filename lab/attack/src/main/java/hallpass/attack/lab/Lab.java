package hallpass.attack.lab;

import hallpass.adversary.Adversary;
import hallpass.config.ClientCertificateFiles;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.net.ListenException;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.ClientProof;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.provisioning.ClientCertificateIssuer;
import hallpass.store.CertificateLedger;
import hallpass.store.PrincipalStore;
import hallpass.testkit.RealmServer;
import hallpass.testkit.RealmServerBuilder;
import hallpass.trace.TerminalStyle;
import hallpass.trace.TraceFormatter;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A temporary realm with an adversary in front of each server. Closing the lab deletes the realm.
 */
public final class Lab implements AutoCloseable {
    private final RealmServer realm;
    private final Optional<JarServers> processes;
    private final Optional<TemporaryFolder> temporaryFolder;
    private final Map<Party, List<String>> traces;
    private final Randomness randomness;
    private final Adversary adversary = new Adversary(InstantSource.system());
    private final CachingStringToKey keys;

    private Lab(
            RealmServer realm,
            Optional<JarServers> processes,
            Optional<TemporaryFolder> temporaryFolder,
            Map<Party, List<String>> traces,
            Randomness randomness) {
        this.realm = realm;
        this.processes = processes;
        this.temporaryFolder = temporaryFolder;
        this.traces = traces;
        this.randomness = randomness;
        this.keys = new CachingStringToKey(realm.folder().config().profile().stringToKey());
    }

    /** Creates the realm without starting a server. */
    public static Lab create(LabConfig config) throws RealmException {
        TimeAndRandomness sources = config.timeAndRandomness();
        Randomness randomness = sources.randomness().apply("");
        Map<Party, List<String>> traces = new EnumMap<>(Party.class);
        Party.SERVERS.forEach(party -> traces.put(party, new CopyOnWriteArrayList<>()));
        RealmServerBuilder builder = RealmServer.builder()
                .guards(config.guards())
                .settings(config.settings())
                .clocks(sources.serverClock(), sources.clock())
                .randomness(party ->
                        party == Party.REALM ? randomness : sources.randomness().apply(party.id()))
                .traceSink(party -> {
                    TraceFormatter formatter = new TraceFormatter(party, TerminalStyle.PLAIN);
                    return events -> linesOf(party, traces).addAll(formatter.lines(events));
                });
        if (!config.separateProcesses()) {
            return new Lab(builder.create(), Optional.empty(), Optional.empty(), traces, randomness);
        }
        TemporaryFolder temporaryFolder = TemporaryFolder.create();
        try {
            RealmServer realm =
                    builder.folder(temporaryFolder.path().resolve("realm")).create();
            JarServers processes = JarServers.of(realm.folder().root());
            return new Lab(realm, Optional.of(processes), Optional.of(temporaryFolder), traces, randomness);
        } catch (RealmException | RuntimeException e) {
            temporaryFolder.close();
            throw e;
        }
    }

    private static List<String> linesOf(Party party, Map<Party, List<String>> traces) {
        return Objects.requireNonNull(traces.get(party));
    }

    /** Starts the servers that are not running yet, each with a proxy of the adversary. */
    public void startServers(Set<Party> wanted) throws RealmException, InterruptedException {
        List<Party> missing =
                wanted.stream().filter(party -> !isRunning(party)).sorted().toList();
        // The application server enrols through the adversary's proxy of the authority.
        List<Party> first = missing.stream().filter(party -> party != Party.APP).toList();
        for (Party party : first) {
            startServer(party);
        }
        for (Party party : first) {
            startProxy(party);
        }
        if (missing.contains(Party.APP)) {
            startServer(Party.APP);
            startProxy(Party.APP);
        }
    }

    private boolean isRunning(Party party) {
        return processes.isPresent() ? processes.get().isRunning(party) : realm.isRunning(party);
    }

    private void startServer(Party party) throws RealmException {
        if (processes.isPresent()) {
            processes.get().start(party, clockOffset());
            return;
        }
        try {
            realm.listen(party);
        } catch (ListenException e) {
            throw new RealmException(RealmError.IO_FAILURE, party.id(), String.valueOf(e.getMessage()), e);
        }
    }

    private void startProxy(Party party) throws RealmException, InterruptedException {
        InetSocketAddress proxy;
        try {
            proxy = adversary.startProxy(party, awaitReady(party));
        } catch (IOException e) {
            throw new RealmException(
                    RealmError.IO_FAILURE,
                    party.id(),
                    "The proxy of " + party.id() + " cannot listen: " + e.getMessage() + ".",
                    e);
        }
        realm.route(party, proxy);
        if (processes.isPresent()) {
            Map<Party, List<InetSocketAddress>> table = new EnumMap<>(Party.class);
            for (Party server : Party.SERVERS) {
                if (realm.config().isRouted(server)) {
                    table.put(server, realm.config().routes(server));
                }
            }
            realm.folder().writeRoutes(table);
        }
    }

    private InetSocketAddress awaitReady(Party party) throws RealmException, InterruptedException {
        if (processes.isPresent()) {
            return processes.get().awaitReady(party);
        }
        realm.awaitReady(party);
        return realm.address(party);
    }

    /** The client's view of the realm: all routes lead through the adversary. */
    public RealmConfig config() {
        return realm.config();
    }

    public RealmFolder folder() {
        return realm.folder();
    }

    public Adversary adversary() {
        return adversary;
    }

    public Randomness randomness() {
        return randomness;
    }

    /** The clock of clients. */
    public InstantSource clock() {
        return realm.clock();
    }

    /** Sets the offset of all clocks. */
    public void setClockOffset(Duration offset) throws RealmException, InterruptedException {
        realm.setClockOffset(offset);
        if (processes.isPresent()) {
            for (Party party : Party.SERVERS) {
                if (processes.get().isRunning(party)) {
                    processes.get().setClockOffset(party, offset);
                }
            }
        }
    }

    /** The offset of the clients' clock. */
    public Duration clockOffset() {
        return realm.clock().offset();
    }

    /** Sets the offset of one server's clock. */
    public void setServerClockOffset(Party party, Duration offset) throws RealmException, InterruptedException {
        if (processes.isPresent()) {
            processes.get().setClockOffset(party, offset);
        } else {
            realm.clock(party).setOffset(offset);
        }
    }

    /** Derives keys from passwords and caches them, because the derivation is slow. */
    public StringToKey stringToKey() {
        return keys;
    }

    /** Adds a user unless it exists. The name may contain any bytes. */
    public void addUser(PrincipalName name, String password) throws RealmException {
        try (PrincipalStore principals = principals()) {
            if (principals.find(name).isEmpty()) {
                realm.addUser(name, password);
                keys.put(password, principals.find(name).orElseThrow().key());
            }
        }
    }

    /** Adds a service with a random key unless it exists, and returns its key. */
    public SymmetricKey addService(PrincipalName name) throws RealmException {
        try (PrincipalStore principals = principals()) {
            if (principals.find(name).isEmpty()) {
                realm.addService(name);
            }
            return principals.find(name).orElseThrow().key().value().withLabel("K_s");
        }
    }

    /** Issues a certificate of the realm's authority for another server, encoded in DER. */
    public Bytes issueServerCertificate(PrincipalName server, RSAPublicKey key) throws RealmException {
        CertificateAuthority authority = authority();
        RealmConfig config = folder().config();
        Instant now = clock().instant();
        Validity validity = authority.limitValidity(
                Validity.starting(now, config.get(Setting.CERTIFICATE_LIFETIME), config.get(Setting.SKEW)));
        BigInteger number = CertificateAuthority.newSerial(randomness);
        String serial = CertificateLedger.formatSerial(number);
        try (CertificateLedger ledger = realm.stores().ledger()) {
            ledger.reserve(serial, server, validity.notBefore(), validity.notAfter(), now);
            Bytes certificate = Certificates.encode(authority.issueServerCertificate(server, key, validity, number));
            ledger.complete(serial, certificate);
            return certificate;
        }
    }

    /** The authority with its private key. */
    public CertificateAuthority authority() throws RealmException {
        return PemFiles.readAuthority(folder().authorityCertificate(Party.CA), folder().authorityKey());
    }

    /** A client's proof of its name; its certificate is issued here if the realm demands one. */
    public ClientProof clientProof(PrincipalName name) throws RealmException {
        boolean required = folder().config().profile().has(Guard.CLIENT_CERTIFICATE);
        if (required && Files.notExists(folder().clientCertificate(name))) {
            try (CertificateLedger ledger = realm.stores().ledger()) {
                new ClientCertificateIssuer(folder(), authority(), ledger, randomness).issue(name, clock().instant());
            }
        }
        return ClientCertificateFiles.readProof(folder(), name);
    }

    /** The KDC's store; the caller closes it. */
    public PrincipalStore principals() throws RealmException {
        return realm.principals();
    }

    /** The trace lines of a server up to now. */
    public List<String> serverTrace(Party party) {
        return processes.isPresent() ? processes.get().trace(party) : List.copyOf(linesOf(party, traces));
    }

    @Override
    public void close() {
        adversary.close();
        processes.ifPresent(JarServers::close);
        realm.close();
        temporaryFolder.ifPresent(TemporaryFolder::close);
    }
}
