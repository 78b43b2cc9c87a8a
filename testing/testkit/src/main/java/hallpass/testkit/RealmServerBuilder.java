package hallpass.testkit;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.net.ListenException;
import hallpass.pki.KeyPairSource;
import hallpass.protocol.Guard;
import hallpass.provisioning.RealmInitializer;
import hallpass.trace.Trace;
import hallpass.trace.TraceSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Configures a {@link RealmServer}. Every value has a default. */
public final class RealmServerBuilder {
    /** Age of a new realm: principals must exist for a server whose clock is late. */
    private static final Duration AGE = Duration.ofDays(30);

    private final Map<String, String> settings = new TreeMap<>();
    private final Map<String, String> users = new LinkedHashMap<>();
    final Map<Party, Integer> ports = new EnumMap<>(Party.class);
    private List<Party> servers = Party.SERVERS;
    private Optional<Path> folder = Optional.empty();
    private String storePassword = "";
    InstantSource serverClock = InstantSource.system();
    InstantSource clientClock = InstantSource.system();
    Function<Party, Randomness> randomness = party -> Randomness.secure();
    private Optional<KeyPairSource> keyPairs = Optional.empty();
    Function<Party, TraceSink> traceSink = party -> TraceSink.NONE;

    RealmServerBuilder() {}

    /** Sets the guards of the realm; see {@link #setting} for the profile. */
    public RealmServerBuilder guards(Guard... guards) {
        return guards(List.of(guards));
    }

    public RealmServerBuilder guards(Collection<Guard> guards) {
        return setting("guards", guards.stream().map(Guard::id).collect(Collectors.joining(",")));
    }

    /** Sets a key of {@code realm.toml}, such as {@code kerberos.ticket-lifetime}. */
    public RealmServerBuilder setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public RealmServerBuilder settings(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    /** Adds a user when the realm is created. */
    public RealmServerBuilder user(String name, String password) {
        users.put(name, password);
        return this;
    }

    /** Selects the servers that {@link #start} starts; all five by default. */
    public RealmServerBuilder servers(Party... parties) {
        servers = List.of(parties);
        return this;
    }

    /** Sets the port of a server; with 0, the default, the operating system chooses one. */
    public RealmServerBuilder port(Party server, int port) {
        ports.put(server, port);
        return this;
    }

    /** Keeps the realm in a folder, not in memory. An existing realm is opened as it is. */
    public RealmServerBuilder folder(Path root) {
        folder = Optional.of(root);
        return this;
    }

    /** Keeps the principals, certificates and notes in a PostgreSQL database. */
    public RealmServerBuilder store(String url, String password) {
        storePassword = password;
        return setting("store", url);
    }

    /** Sets the clock of all servers and clients. */
    public RealmServerBuilder clock(InstantSource clock) {
        return clocks(clock, clock);
    }

    /** Sets one clock for the servers and another one for clients. */
    public RealmServerBuilder clocks(InstantSource forServers, InstantSource forClients) {
        serverClock = forServers;
        clientClock = forClients;
        return this;
    }

    /** Sets the random bytes of each party; {@link Party#REALM} stands for provisioning. */
    public RealmServerBuilder randomness(Function<Party, Randomness> source) {
        randomness = source;
        return this;
    }

    /**
     * Sets the source of RSA key pairs. By default the realms of a JVM share a few key pairs,
     * because generating one takes longer than starting a realm.
     */
    public RealmServerBuilder keyPairs(KeyPairSource source) {
        keyPairs = Optional.of(source);
        return this;
    }

    /** Receives what each server does, message by message. */
    public RealmServerBuilder traceSink(Function<Party, TraceSink> sink) {
        traceSink = sink;
        return this;
    }

    /** Creates the realm and starts its servers. Returns when all of them are ready. */
    public RealmServer start() throws RealmException, ListenException, InterruptedException {
        RealmServer realm = create();
        try {
            realm.start(servers);
            return realm;
        } catch (RealmException | ListenException | InterruptedException | RuntimeException e) {
            realm.close();
            throw e;
        }
    }

    /** Creates the realm and starts no server. */
    public RealmServer create() throws RealmException {
        RealmStorage storage = folder.isPresent() ? RealmStorage.folder(folder.get()) : RealmStorage.inMemory();
        KeyPairSource pairs = keyPairs.orElseGet(SharedKeyPairs::forRealm);
        try {
            RealmServer realm = new RealmServer(this, storage, openOrCreate(storage, pairs), pairs);
            for (Map.Entry<String, String> user : users.entrySet()) {
                realm.addUser(new PrincipalName(user.getKey()), user.getValue());
            }
            return realm;
        } catch (RealmException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private RealmFolder openOrCreate(RealmStorage storage, KeyPairSource pairs) throws RealmException {
        if (Files.exists(storage.root().resolve("realm.toml"))) {
            return RealmFolder.open(storage.root());
        }
        return new RealmInitializer(createdAt(), randomness.apply(Party.REALM), Trace.NONE)
                .withStorePassword(storePassword)
                .withAuthorityKeys(pairs)
                .create(storage.root(), RealmTemplate.render(0, settings), storage::locate);
    }

    Instant createdAt() {
        return serverClock.instant().minus(AGE).truncatedTo(ChronoUnit.MILLIS);
    }
}
