package hallpass.config;

import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The keys of {@code realm.toml}, in the order in which a new file has them, each with its default. */
enum Setting {
    REALM("realm", "HALLPASS.TEST", "The realm's name, in capitals by custom: letters, digits, '.', '-' and '_'."),
    PROFILE("profile", "classic", "The guards. \"classic\" has none, as textbooks draw it; \"hardened\" has all."),
    GUARDS(
            "guards",
            "",
            "What takes single weaknesses away, such as \"aead\"; docs/protocol.md has all.",
            Guard.REPLAY_CACHE.id()),
    STORE("store", "sqlite", "\"sqlite\" for files in this folder, or a jdbc:postgresql: URL without password."),
    SKEW("skew", "5m", "How far two clocks may be apart. Times are a number with s, m, h or d."),

    TICKET_LIFETIME("kerberos.ticket-lifetime", "10h", "How long a login lasts."),
    TOKEN_LIFETIME("kerberos.token-lifetime", "10h", "How long a token for a service lasts."),
    SERVICE("kerberos.service", "desk/localhost", "The principal that the service server is."),

    SESSION_LIFETIME("pki.session-lifetime", "86400s", "How long a registered client is served under its session key."),
    CERTIFICATE_LIFETIME("pki.certificate-lifetime", "365d", "How long a new certificate is valid."),
    CRL_LIFETIME("pki.crl-lifetime", "24h", "How long a list of revoked certificates is good at most."),
    RSA("pki.rsa", "oaep", "RSA's padding; \"pkcs1-v1_5\" is weak, for a lab that is to be attacked."),
    AUTHORITY("pki.authority", "ID-CA", "The authority's name. PKI names: letters, digits, '-' and '.', at most 64."),
    SERVER("pki.server", "ID-Server", "The application server's name, which its certificate is for."),
    CLIENT("pki.client", "ID-Client1", "The name under which the client registers unless told another."),

    AS_ADDRESS("addresses.as", "127.0.0.1:8801", "The authentication server; a list if it has replicas."),
    TGS_ADDRESS("addresses.tgs", "127.0.0.1:8802", "The ticket-granting server; a list if it has replicas."),
    SERVICE_ADDRESS(
            "addresses.service",
            "127.0.0.1:8803",
            "The service that takes Kerberos tokens; a list if it has replicas."),
    CA_ADDRESS("addresses.ca", "127.0.0.1:8804", "The certificate authority."),
    APP_ADDRESS("addresses.app", "127.0.0.1:8805", "The application server that has a certificate."),

    AS_ROUTE("routes.as", "", "", "127.0.0.1:9801"),
    TGS_ROUTE("routes.tgs", "", "", "127.0.0.1:9802"),
    SERVICE_ROUTE("routes.service", "", "", "127.0.0.1:9803"),
    CA_ROUTE("routes.ca", "", "", "127.0.0.1:9804"),
    APP_ROUTE("routes.app", "", "", "127.0.0.1:9805");

    /** The table whose keys are free: what the servers' desk gives out, by name. */
    static final String RESOURCES = "resources";

    /** The table that says where each server listens. */
    static final String ADDRESSES = "addresses";

    /** The table that says something only of servers which are not asked where they listen. */
    static final String ROUTES = "routes";

    private static final Set<String> LISTS = Set.of(
            "guards",
            "addresses.as",
            "addresses.tgs",
            "addresses.service",
            "routes.as",
            "routes.tgs",
            "routes.service");

    private final String key;
    private final String defaultText;
    private final String explanation;
    private final String example;

    Setting(String key, String defaultText, String explanation) {
        this(key, defaultText, explanation, defaultText);
    }

    Setting(String key, String defaultText, String explanation, String example) {
        this.key = key;
        this.defaultText = defaultText;
        this.explanation = explanation;
        this.example = example;
    }

    /** Those of a table that has one for each server. */
    static Map<Party, Setting> byServer(String table) {
        Map<Party, Setting> settings = new EnumMap<>(Party.class);
        Arrays.stream(values())
                .filter(setting -> setting.table().equals(table))
                .forEach(setting -> settings.put(setting.server(), setting));
        return settings;
    }

    /** Whose address or route it is. */
    private Party server() {
        return Party.valueOf(keyInTable().toUpperCase(Locale.ROOT));
    }

    /** With its table, as in {@code kerberos.service}. */
    String key() {
        return key;
    }

    /** The table that it stands in; empty for the top of the file. */
    String table() {
        return key.substring(0, Math.max(0, key.indexOf('.')));
    }

    String keyInTable() {
        return key.substring(key.indexOf('.') + 1);
    }

    /** Whether it may be a list: the guards, and what a server with replicas has. */
    boolean isList() {
        return LISTS.contains(key);
    }

    String defaultText() {
        return defaultText;
    }

    /** A value that it could have. */
    String example() {
        return example;
    }

    /** Empty where its table's comment says it all. */
    String explanation() {
        return explanation;
    }
}
