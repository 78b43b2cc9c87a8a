package hallpass.config;

import hallpass.config.SettingParsers.ValueParser;
import hallpass.crypto.RsaEncryption;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A setting of {@code realm.toml}: key, type, default, comment and example in one declaration.
 *
 * <p>The parser, the allowed keys in error messages and the commented file of a new realm derive
 * from the declaration. {@link RealmConfig#get} returns the value of a realm.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> {
    /** The table of listen addresses. */
    static final String ADDRESSES = "addresses";

    /** The table of addresses at which clients reach the servers, where they differ. */
    static final String ROUTES = "routes";

    /** The table with free keys: the texts that the resource services serve. */
    static final String RESOURCES = "resources";

    /** In the order in which a new file lists them. */
    private static final List<Setting<?>> ALL = new ArrayList<>();

    // A new setting needs a declaration here, and the code that reads it.

    public static final Setting<String> REALM = text(
            "realm",
            "HALLPASS.TEST",
            SettingParsers::parseRealm,
            "The realm name, by convention in capitals: letters, digits, '.', '-', '_'.");

    public static final Setting<Profile> PROFILE = text(
            "profile",
            "classic",
            SettingParsers::parseProfile,
            "\"classic\" is the textbook protocol without guards; \"hardened\" has all.");

    public static final Setting<List<Guard>> GUARDS = list(
            "guards",
            "",
            SettingParsers::parseGuard,
            "Additional guards, such as \"aead\"; docs/protocol.md lists all.",
            Guard.REPLAY_CACHE.id());

    public static final Setting<StoreLocation> STORE = text(
            "store",
            "sqlite",
            StoreLocation::parse,
            "\"sqlite\" for files in this folder, or a jdbc:postgresql: URL without password.");

    public static final Setting<Duration> SKEW =
            duration("skew", "5m", "The allowed clock skew. Durations are a number with s, m, h or d.");

    public static final Setting<Duration> TICKET_LIFETIME =
            duration("kerberos.ticket-lifetime", "10h", "The lifetime of a ticket-granting ticket.");

    public static final Setting<Duration> TOKEN_LIFETIME =
            duration("kerberos.token-lifetime", "10h", "The lifetime of a service token.");

    public static final Setting<PrincipalName> SERVICE = text(
            "kerberos.service", "desk/localhost", NamePolicy::serviceName, "The principal name of the service server.");

    public static final Setting<Duration> SESSION_LIFETIME =
            duration("pki.session-lifetime", "86400s", "The lifetime of the session of a registered client.");

    public static final Setting<Duration> CERTIFICATE_LIFETIME =
            duration("pki.certificate-lifetime", "365d", "The validity of a new certificate.");

    public static final Setting<Duration> CRL_LIFETIME =
            duration("pki.crl-lifetime", "24h", "The validity of a certificate revocation list.");

    public static final Setting<RsaEncryption> RSA = text(
            "pki.rsa",
            "oaep",
            SettingParsers::parseRsaEncryption,
            "The RSA padding; \"pkcs1-v1_5\" is weak and meant for attack labs.");

    public static final Setting<PrincipalName> AUTHORITY = text(
            "pki.authority",
            "ID-CA",
            NamePolicy::pkiName,
            "The name of the CA. PKI names: letters, digits, '-', '.', at most 64.");

    public static final Setting<PrincipalName> SERVER = text(
            "pki.server",
            "ID-Server",
            NamePolicy::pkiName,
            "The name of the application server, certified in its certificate.");

    public static final Setting<PrincipalName> CLIENT = text(
            "pki.client", "ID-Client1", NamePolicy::pkiName, "The name under which the client registers by default.");

    public static final Setting<List<InetSocketAddress>> AS_ADDRESS =
            addresses("addresses.as", "127.0.0.1:8801", "The authentication server; a list if it has replicas.");

    public static final Setting<List<InetSocketAddress>> TGS_ADDRESS =
            addresses("addresses.tgs", "127.0.0.1:8802", "The ticket-granting server; a list if it has replicas.");

    public static final Setting<List<InetSocketAddress>> SERVICE_ADDRESS =
            addresses("addresses.service", "127.0.0.1:8803", "The Kerberos service; a list if it has replicas.");

    public static final Setting<List<InetSocketAddress>> CA_ADDRESS =
            address("addresses.ca", "127.0.0.1:8804", "The certificate authority.");

    public static final Setting<List<InetSocketAddress>> APP_ADDRESS =
            address("addresses.app", "127.0.0.1:8805", "The PKI application server.");

    public static final Setting<List<InetSocketAddress>> AS_ROUTE = routes("routes.as", "127.0.0.1:9801");

    public static final Setting<List<InetSocketAddress>> TGS_ROUTE = routes("routes.tgs", "127.0.0.1:9802");

    public static final Setting<List<InetSocketAddress>> SERVICE_ROUTE = routes("routes.service", "127.0.0.1:9803");

    public static final Setting<List<InetSocketAddress>> CA_ROUTE = route("routes.ca", "127.0.0.1:9804");

    public static final Setting<List<InetSocketAddress>> APP_ROUTE = route("routes.app", "127.0.0.1:9805");

    private static final Map<Party, Setting<List<InetSocketAddress>>> ADDRESS_OF = new EnumMap<>(Map.of(
            Party.AS, AS_ADDRESS,
            Party.TGS, TGS_ADDRESS,
            Party.SERVICE, SERVICE_ADDRESS,
            Party.CA, CA_ADDRESS,
            Party.APP, APP_ADDRESS));

    private static final Map<Party, Setting<List<InetSocketAddress>>> ROUTE_OF = new EnumMap<>(Map.of(
            Party.AS, AS_ROUTE,
            Party.TGS, TGS_ROUTE,
            Party.SERVICE, SERVICE_ROUTE,
            Party.CA, CA_ROUTE,
            Party.APP, APP_ROUTE));

    /** Reads the value from a file. */
    private interface Reader<T> {
        T read(TomlSettings toml, Setting<T> setting) throws RealmException;
    }

    private final String key;
    private final boolean list;
    private final String defaultText;
    private final String comment;
    private final String example;
    private final Reader<T> reader;

    private Setting(String key, boolean list, String defaultText, String comment, String example, Reader<T> reader) {
        this.key = key;
        this.list = list;
        this.defaultText = defaultText;
        this.comment = comment;
        this.example = example;
        this.reader = reader;
        ALL.add(this);
    }

    private static <T> Setting<T> text(String key, String defaultText, ValueParser<T> parser, String comment) {
        return new Setting<>(
                key, false, defaultText, comment, defaultText, (toml, setting) -> toml.parseValue(setting, parser));
    }

    private static Setting<Duration> duration(String key, String defaultText, String comment) {
        return text(key, defaultText, SettingParsers::parseDuration, comment);
    }

    /** A list of values in quotes, or a single one. */
    private static <E> Setting<List<E>> list(
            String key, String defaultText, ValueParser<E> parser, String comment, String example) {
        return new Setting<>(
                key, true, defaultText, comment, example, (toml, setting) -> toml.parseList(setting, parser));
    }

    private static Setting<List<InetSocketAddress>> addresses(String key, String defaultText, String comment) {
        return list(key, defaultText, SettingParsers::parseAddress, comment, defaultText);
    }

    private static Setting<List<InetSocketAddress>> address(String key, String defaultText, String comment) {
        return text(key, defaultText, text -> List.of(SettingParsers.parseAddress(text)), comment);
    }

    /** Empty by default: clients use the listen address. */
    private static Setting<List<InetSocketAddress>> routes(String key, String example) {
        return list(key, "", SettingParsers::parseAddress, "", example);
    }

    private static Setting<List<InetSocketAddress>> route(String key, String example) {
        return new Setting<>(
                key,
                false,
                "",
                "",
                example,
                (toml, setting) -> toml.isSet(setting)
                        ? List.of(toml.parseValue(setting, SettingParsers::parseAddress))
                        : List.of());
    }

    /** All settings, in the order in which a new file lists them. */
    public static List<Setting<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /**
     * The setting with the listen addresses of a server.
     *
     * @throws IllegalArgumentException for a party that is not a server
     */
    public static Setting<List<InetSocketAddress>> addressOf(Party server) {
        return ofServer(ADDRESS_OF, server);
    }

    /**
     * The setting with the addresses at which clients reach a server; empty means the listen
     * addresses.
     *
     * @throws IllegalArgumentException for a party that is not a server
     */
    public static Setting<List<InetSocketAddress>> routeOf(Party server) {
        return ofServer(ROUTE_OF, server);
    }

    private static Setting<List<InetSocketAddress>> ofServer(
            Map<Party, Setting<List<InetSocketAddress>>> settings, Party server) {
        Setting<List<InetSocketAddress>> setting = settings.get(server);
        if (setting == null) {
            throw new IllegalArgumentException(server.id() + " is not a server");
        }
        return setting;
    }

    /** The key with its table, such as {@code kerberos.service}. */
    public String key() {
        return key;
    }

    /** The table of the key; empty at the top level of the file. */
    String table() {
        return key.substring(0, Math.max(0, key.indexOf('.')));
    }

    String keyInTable() {
        return key.substring(key.indexOf('.') + 1);
    }

    boolean isList() {
        return list;
    }

    String defaultText() {
        return defaultText;
    }

    String example() {
        return example;
    }

    /** Empty if the comment of the table is enough. */
    String comment() {
        return comment;
    }

    T read(TomlSettings toml) throws RealmException {
        return reader.read(toml, this);
    }

    @Override
    public String toString() {
        return key;
    }
}
