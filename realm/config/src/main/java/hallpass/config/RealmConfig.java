package hallpass.config;

import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Guard;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Profile;
import hallpass.protocol.Sealer;
import hallpass.trace.PrintableText;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configuration of a realm: a value for every {@link Setting}. Immutable. */
public final class RealmConfig {
    /** The key-update service, by its name in RFC 3244. */
    public static final PrincipalName KEY_UPDATE_SERVICE = new PrincipalName("kadmin/changepw");

    /** The host on which users log in; its key authenticates the KDC to the host. */
    public static final PrincipalName HOST_SERVICE = new PrincipalName("host/localhost");

    /** The maximum number of replicas of a server. */
    public static final int MAX_REPLICAS = 9;

    /** The default ports follow this one: 8801 to 8805. */
    public static final int DEFAULT_BASE_PORT = 8800;

    /** The limit of {@code realm.toml}; a resource text has at most 16 KiB. */
    static final int MAX_FILE_BYTES = 256 * 1024;

    private final Map<Setting<?>, Object> values;
    private final SortedMap<String, String> resources;
    private final Profile profile;

    /** @param values a value of its type for each setting */
    RealmConfig(Map<Setting<?>, Object> values, SortedMap<String, String> resources) {
        this.values = Map.copyOf(values);
        this.resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        this.profile = get(Setting.PROFILE).withGuards(guards());
    }

    /**
     * Reads a {@code realm.toml}.
     *
     * @throws RealmException for the first unknown key or invalid value, with line and column
     */
    public static RealmConfig read(Path file) throws RealmException {
        String source = file.toString();
        return parse(TextFiles.read(file, MAX_FILE_BYTES), source);
    }

    /**
     * Parses the text of a {@code realm.toml}.
     *
     * @param source the name of the text in error messages
     */
    public static RealmConfig parse(String text, String source) throws RealmException {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_FILE_BYTES) {
            throw new RealmException(
                    RealmError.FILE_TOO_LARGE,
                    source,
                    PrintableText.escape(source) + " is longer than " + MAX_FILE_BYTES + " bytes.");
        }
        return new RealmConfigParser(TomlSettings.parse(text, source)).parse();
    }

    /** The configuration of an empty {@code realm.toml}. */
    public static RealmConfig defaults() {
        try {
            return parse("", "the defaults");
        } catch (RealmException e) {
            throw new AssertionError("the defaults are valid", e);
        }
    }

    /** The value of a setting. */
    @SuppressWarnings("unchecked") // values holds a T for each Setting<T>
    public <T> T get(Setting<T> setting) {
        return (T) Objects.requireNonNull(values.get(setting));
    }

    /** A copy with another value for one setting. */
    public <T> RealmConfig with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> changed = new HashMap<>(values);
        changed.put(setting, value);
        return new RealmConfig(changed, resources);
    }

    /** A copy with another store. */
    public RealmConfig withStore(StoreLocation store) {
        return with(Setting.STORE, store);
    }

    /** The realm name. */
    public String realm() {
        return get(Setting.REALM);
    }

    /** The profile with the additional guards. */
    public Profile profile() {
        return profile;
    }

    /** The principal name of the service server. */
    public PrincipalName serviceName() {
        return get(Setting.SERVICE);
    }

    /** The name of the certificate authority. */
    public PrincipalName authorityName() {
        return get(Setting.AUTHORITY);
    }

    /** The name of the application server. */
    public PrincipalName serverName() {
        return get(Setting.SERVER);
    }

    /** The name under which the client registers by default. */
    public PrincipalName pkiClientName() {
        return get(Setting.CLIENT);
    }

    /** The texts that the resource services serve, by name. */
    public SortedMap<String, String> resources() {
        return resources;
    }

    private Set<Guard> guards() {
        Set<Guard> guards = EnumSet.noneOf(Guard.class);
        guards.addAll(get(Setting.GUARDS));
        return guards;
    }

    /** The principal name of the ticket-granting service. */
    public PrincipalName tgsName() {
        return PrincipalName.ticketGrantingService(realm());
    }

    public ClockSkew clockSkew() {
        return new ClockSkew(get(Setting.SKEW));
    }

    /** The policy of the authentication server and the ticket-granting server. */
    public KdcPolicy kdcPolicy() {
        return new KdcPolicy(
                tgsName(),
                KEY_UPDATE_SERVICE,
                get(Setting.TICKET_LIFETIME),
                profile.tokenLifetimePolicy(get(Setting.TOKEN_LIFETIME)),
                clockSkew());
    }

    public Sealer sealer() {
        return new Sealer(profile.cipherSuite(), get(Setting.RSA), profile.guardFields());
    }

    /** The listen addresses of all servers. */
    public Map<Party, List<InetSocketAddress>> addresses() {
        Map<Party, List<InetSocketAddress>> addresses = new EnumMap<>(Party.class);
        Party.SERVERS.forEach(server -> addresses.put(server, addresses(server)));
        return Collections.unmodifiableMap(addresses);
    }

    /**
     * The listen addresses of the replicas of a server.
     *
     * @throws IllegalArgumentException for a party that is not a server
     */
    public List<InetSocketAddress> addresses(Party server) {
        return get(Setting.addressOf(server));
    }

    /** The listen address of a server, or of its first replica. */
    public InetSocketAddress address(Party server) {
        return addresses(server).get(0);
    }

    /** The addresses at which clients reach all servers. */
    public Map<Party, List<InetSocketAddress>> routes() {
        Map<Party, List<InetSocketAddress>> routes = new EnumMap<>(Party.class);
        Party.SERVERS.forEach(server -> routes.put(server, routes(server)));
        return Collections.unmodifiableMap(routes);
    }

    /**
     * The addresses at which clients reach the replicas of a server, in the order of preference:
     * its route, or its listen addresses.
     *
     * @throws IllegalArgumentException for a party that is not a server
     */
    public List<InetSocketAddress> routes(Party server) {
        List<InetSocketAddress> routes = get(Setting.routeOf(server));
        return routes.isEmpty() ? addresses(server) : routes;
    }

    /** The address at which clients reach a server, or its first replica. */
    public InetSocketAddress route(Party server) {
        return routes(server).get(0);
    }

    /** Whether clients reach this server at another address than its own. */
    public boolean isRouted(Party server) {
        return !routes(server).equals(addresses(server));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RealmConfig that && values.equals(that.values) && resources.equals(that.resources);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, resources);
    }

    @Override
    public String toString() {
        return "realm " + realm();
    }
}
