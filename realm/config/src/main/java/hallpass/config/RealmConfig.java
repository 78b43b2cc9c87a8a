package hallpass.config;

import hallpass.crypto.RsaEncryption;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Profile;
import hallpass.protocol.Sealer;
import hallpass.trace.PrintableText;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code realm.toml} says, with the defaults for what it does not say.
 *
 * @param profile with the realm's guards
 * @param store where principals, certificates and notes are kept
 * @param skew how far two clocks may be apart
 * @param tokenLifetime of a service token
 * @param rsaEncryption how what is sealed to a public key is padded
 * @param addresses where each of the five servers listens: one place, or one for each of its replicas
 * @param routes where those go who ask them: the same, unless told otherwise
 * @param serviceName the principal that the service server is
 * @param pkiClientName under which the client registers with the application server, unless told another
 * @param resources texts that the servers' desk gives out, by name
 */
public record RealmConfig(
        String realm,
        Profile profile,
        StoreLocation store,
        Duration skew,
        Duration ticketLifetime,
        Duration tokenLifetime,
        Duration sessionLifetime,
        Duration certificateLifetime,
        Duration crlLifetime,
        RsaEncryption rsaEncryption,
        Map<Party, List<InetSocketAddress>> addresses,
        Map<Party, List<InetSocketAddress>> routes,
        PrincipalName serviceName,
        PrincipalName authorityName,
        PrincipalName serverName,
        PrincipalName pkiClientName,
        SortedMap<String, String> resources) {
    /** The service that updates keys (RFC 3244 calls it so). */
    public static final PrincipalName KEY_UPDATE_SERVICE = new PrincipalName("kadmin/changepw");

    /** The service that the machine is on which people log in; its key shows it who the KDC is. */
    public static final PrincipalName HOST_SERVICE = new PrincipalName("host/localhost");

    /** As many replicas of a server as a realm has at most. */
    public static final int MAX_REPLICAS = 9;

    /** Its ports follow one another from the one after this: 8801 to 8805. */
    public static final int DEFAULT_BASE_PORT = 8800;

    /** Resource texts have at most 16 KiB each, so this leaves room for more of them than anybody reads. */
    static final int MAX_FILE_BYTES = 256 * 1024;

    public RealmConfig {
        addresses = deepCopy(addresses);
        routes = deepCopy(routes);
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }

    /**
     * Reads a {@code realm.toml}.
     *
     * @throws RealmException for the first thing in it that is unknown, mistyped or out of bounds, with its line and column
     */
    public static RealmConfig read(Path file) throws RealmException {
        return parse(
                TomlSettings.decodeUtf8(PrivateFiles.read(file, MAX_FILE_BYTES), file.toString()), file.toString());
    }

    /**
     * Reads the text of a {@code realm.toml}.
     *
     * @param source what to call the text in a problem's sentence
     */
    public static RealmConfig parse(String text, String source) throws RealmException {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_FILE_BYTES) {
            throw new RealmException(
                    RealmError.FILE_TOO_LARGE,
                    source,
                    PrintableText.escape(source) + " is longer than " + MAX_FILE_BYTES + " bytes.");
        }
        return RealmConfigParser.of(text, source).parse();
    }

    /** What an empty {@code realm.toml} says. */
    public static RealmConfig defaults() {
        try {
            return parse("", "the defaults");
        } catch (RealmException e) {
            throw new AssertionError("the defaults are allowed", e);
        }
    }

    /** The ticket-granting service's principal. */
    public PrincipalName tgsName() {
        return PrincipalName.ticketGrantingService(realm);
    }

    public ClockSkew clockSkew() {
        return new ClockSkew(skew);
    }

    /** What the authentication and the ticket-granting server go by. */
    public KdcPolicy kdcPolicy() {
        return new KdcPolicy(
                tgsName(), KEY_UPDATE_SERVICE, ticketLifetime, profile.tokenLifetimePolicy(tokenLifetime), clockSkew());
    }

    /** Seals as this realm's profile does. */
    public Sealer sealer() {
        return new Sealer(profile.cipherSuite(), rsaEncryption);
    }

    /**
     * Where a server's replicas listen.
     *
     * @throws IllegalArgumentException for the client and the realm, which listen nowhere
     */
    public List<InetSocketAddress> addresses(Party server) {
        return addressesOf(server, addresses);
    }

    /** Where a server's replicas are asked, in this order: where they listen, or what stands before them on the way. */
    public List<InetSocketAddress> routes(Party server) {
        return addressesOf(server, routes);
    }

    /** Where a server listens, or the first of its replicas. */
    public InetSocketAddress address(Party server) {
        return addresses(server).get(0);
    }

    /** Where a server is asked, or the first of its replicas. */
    public InetSocketAddress route(Party server) {
        return routes(server).get(0);
    }

    /** Whether whoever asks this server goes elsewhere than where it listens. */
    public boolean isRouted(Party server) {
        return !routes(server).equals(addresses(server));
    }

    /** The same realm, with a server that is asked there. */
    public RealmConfig withRoutes(Party server, List<InetSocketAddress> route) {
        Map<Party, List<InetSocketAddress>> changed = new EnumMap<>(routes);
        changed.put(server, route);
        return new RealmConfig(
                realm,
                profile,
                store,
                skew,
                ticketLifetime,
                tokenLifetime,
                sessionLifetime,
                certificateLifetime,
                crlLifetime,
                rsaEncryption,
                addresses,
                changed,
                serviceName,
                authorityName,
                serverName,
                pkiClientName,
                resources);
    }

    /** The same realm with another place for its databases. */
    public RealmConfig withStore(StoreLocation other) {
        return new RealmConfig(
                realm,
                profile,
                other,
                skew,
                ticketLifetime,
                tokenLifetime,
                sessionLifetime,
                certificateLifetime,
                crlLifetime,
                rsaEncryption,
                addresses,
                routes,
                serviceName,
                authorityName,
                serverName,
                pkiClientName,
                resources);
    }

    private static List<InetSocketAddress> addressesOf(Party server, Map<Party, List<InetSocketAddress>> addresses) {
        List<InetSocketAddress> serverAddresses = addresses.get(server);
        if (serverAddresses == null) {
            throw new IllegalArgumentException(server.id() + " does not listen");
        }
        return serverAddresses;
    }

    private static Map<Party, List<InetSocketAddress>> deepCopy(Map<Party, List<InetSocketAddress>> addresses) {
        return addresses.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }
}
