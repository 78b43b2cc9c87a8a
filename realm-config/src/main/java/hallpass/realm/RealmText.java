package hallpass.realm;

import hallpass.crypto.RsaEncryption;
import hallpass.message.PrincipalName;
import hallpass.protocol.Guard;
import hallpass.realm.SettingText.Meaning;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import hallpass.wire.FieldType.InvalidValue;
import hallpass.wire.FieldTypes;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** A parsed {@code realm.toml}, from which the settings are taken one by one; every problem names its place. */
final class RealmText {
    private static final int MAX_RESOURCE_BYTES = 16 * 1024;
    private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    /** What the desk serves by itself. */
    private static final Set<String> BUILT_IN = Set.of("whoami", "time", "notes", "resources");

    private static final SortedMap<String, String> DEFAULT_RESOURCES =
            new TreeMap<>(Map.of("memo", "take cis3319 class this morning"));

    private static final Map<Party, Setting> ADDRESSES = new EnumMap<>(Map.of(
            Party.AS, Setting.AS_ADDRESS,
            Party.TGS, Setting.TGS_ADDRESS,
            Party.SERVICE, Setting.SERVICE_ADDRESS,
            Party.CA, Setting.CA_ADDRESS,
            Party.APP, Setting.APP_ADDRESS));

    private static final Map<Party, Setting> ROUTES = new EnumMap<>(Map.of(
            Party.AS, Setting.AS_ROUTE,
            Party.TGS, Setting.TGS_ROUTE,
            Party.SERVICE, Setting.SERVICE_ROUTE,
            Party.CA, Setting.CA_ROUTE,
            Party.APP, Setting.APP_ROUTE));

    private final TomlParseResult toml;
    private final String source;

    private RealmText(TomlParseResult toml, String source) {
        this.toml = toml;
        this.source = source;
    }

    static String decode(byte[] utf8, String source) throws RealmProblem {
        try {
            return FieldTypes.utf8(utf8);
        } catch (InvalidValue e) {
            throw new RealmProblem(Printable.of(source) + " is not UTF-8 text; please save it as UTF-8.", e);
        }
    }

    static RealmText parse(String text, String source) throws RealmProblem {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().get(0);
            throw at(source, first.position(), "this is no TOML: " + Printable.of(String.valueOf(first.getMessage())));
        }
        return new RealmText(toml, source);
    }

    /** The text of a {@code realm.toml} with another store: in the place of the one that it names, or before all else. */
    static String withStore(String text, StoreLocation store) {
        String line = Setting.STORE.key() + " = \"" + Toml.tomlEscape(store.toString()) + "\"";
        Matcher named = Pattern.compile("(?m)^[ \\t]*store[ \\t]*=[^\\r\\n]*$").matcher(text);
        return named.find() ? named.replaceFirst(Matcher.quoteReplacement(line)) : line + "\n" + text;
    }

    static SortedMap<String, String> defaultResources() {
        return new TreeMap<>(DEFAULT_RESOURCES);
    }

    static String allKeys() {
        return Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", ")) + " and "
                + Setting.RESOURCES + ".NAME";
    }

    static void requireResourceName(String name) throws RealmProblem {
        if (!RESOURCE.matcher(name).matches()) {
            throw SettingText.not(name, "a resource's name", "1 to 32 letters, digits, '-' and '_'");
        }
        if (BUILT_IN.contains(name)) {
            throw new RealmProblem(
                    "The servers have a resource " + name + " of their own; please choose another name.");
        }
    }

    RealmConfig config() throws RealmProblem {
        refuseUnknownKeys();
        Map<Party, List<InetSocketAddress>> addresses = addresses(ADDRESSES);
        RealmConfig config = new RealmConfig(
                value(Setting.REALM, SettingText::realm),
                value(Setting.PROFILE, SettingText::profile).with(guards()),
                value(Setting.STORE, StoreLocation::of),
                value(Setting.SKEW, SettingText::duration),
                value(Setting.TICKET_LIFETIME, SettingText::duration),
                value(Setting.TOKEN_LIFETIME, SettingText::duration),
                value(Setting.SESSION_LIFETIME, SettingText::duration),
                value(Setting.CERTIFICATE_LIFETIME, SettingText::duration),
                value(Setting.CRL_LIFETIME, SettingText::duration),
                value(Setting.RSA, SettingText::rsa),
                addresses,
                routes(addresses),
                value(Setting.SERVICE, NamePolicy::service),
                value(Setting.AUTHORITY, NamePolicy::pki),
                value(Setting.SERVER, NamePolicy::pki),
                value(Setting.CLIENT, NamePolicy::pki),
                resources());
        requireAllowedPadding(config);
        requireOwnName(Setting.SERVER, config.serverName(), Setting.AUTHORITY, config.authorityName());
        requireOwnName(Setting.CLIENT, config.pkiClientName(), Setting.AUTHORITY, config.authorityName());
        requireOwnName(Setting.CLIENT, config.pkiClientName(), Setting.SERVER, config.serverName());
        return config;
    }

    private void refuseUnknownKeys() throws RealmProblem {
        Map<List<String>, Setting> known = Arrays.stream(Setting.values())
                .collect(Collectors.toMap(setting -> path(setting.key()), setting -> setting));
        Set<List<String>> tables = known.keySet().stream()
                .map(path -> path.subList(0, path.size() - 1))
                .collect(Collectors.toSet());
        for (List<String> path : toml.keyPathSet(true)) {
            boolean table = toml.isTable(path) && (tables.contains(path) || path.equals(List.of(Setting.RESOURCES)));
            boolean resource = path.size() == 2 && path.get(0).equals(Setting.RESOURCES);
            if (!table && !resource && !known.containsKey(path)) {
                throw unknown(path);
            }
        }
    }

    private RealmProblem unknown(List<String> path) {
        String allowed = Arrays.stream(Setting.values())
                .filter(setting -> setting.table().equals(path.size() == 1 ? "" : path.get(0)))
                .map(Setting::keyInTable)
                .collect(Collectors.joining(", "));
        if (path.size() == 1 || allowed.isEmpty()) {
            allowed = "realm, profile, skew and the tables [kerberos], [pki], [addresses], [routes] and [resources]";
        }
        return at(path, "there is no setting " + Printable.of(String.join(".", path)) + "; known here: " + allowed);
    }

    private Set<Guard> guards() throws RealmProblem {
        Set<Guard> guards = EnumSet.noneOf(Guard.class);
        guards.addAll(values(Setting.GUARDS, SettingText::guard));
        return guards;
    }

    private <T> T value(Setting setting, Meaning<T> meaning) throws RealmProblem {
        List<String> path = path(setting.key());
        if (!toml.contains(path)) {
            return meaning.of(setting.defaultText());
        }
        if (!toml.isString(path)) {
            throw at(path, mustBeText(setting));
        }
        return meant(setting, path, toml.getString(path), meaning);
    }

    /** Of a setting whose value is a list, or the one element of it. */
    private <T> List<T> values(Setting setting, Meaning<T> meaning) throws RealmProblem {
        List<String> path = path(setting.key());
        if (!toml.isArray(path)) {
            boolean none = !toml.contains(path) && setting.defaultText().isEmpty();
            return none ? List.of() : List.of(value(setting, meaning));
        }
        TomlArray array = toml.getArrayOrEmpty(path);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            values.add(element(setting, array, i, meaning));
        }
        return values;
    }

    private <T> T meant(Setting setting, List<String> path, String text, Meaning<T> meaning) throws RealmProblem {
        try {
            return meaning.of(text);
        } catch (RealmProblem e) {
            throw at(path, setting.key() + ": " + e.sentence());
        }
    }

    private static String mustBeText(Setting setting) {
        String example = '"' + setting.example() + '"';
        return setting.key() + " must be text in quotes, such as " + example
                + (setting.isList() ? ", or a list of such texts: [" + example + ", …]" : "");
    }

    /** Those that the file names, and the addresses of the others. */
    private Map<Party, List<InetSocketAddress>> routes(Map<Party, List<InetSocketAddress>> addresses)
            throws RealmProblem {
        Map<Party, Setting> named = new EnumMap<>(ROUTES);
        named.values().removeIf(setting -> !toml.contains(path(setting.key())));
        Map<Party, List<InetSocketAddress>> routes = new EnumMap<>(addresses);
        routes.putAll(addresses(named));
        return routes;
    }

    private Map<Party, List<InetSocketAddress>> addresses(Map<Party, Setting> settings) throws RealmProblem {
        Map<InetSocketAddress, Setting> taken = new HashMap<>();
        Map<Party, List<InetSocketAddress>> addresses = new EnumMap<>(Party.class);
        for (Map.Entry<Party, Setting> server : settings.entrySet()) {
            List<InetSocketAddress> own = replicas(server.getValue());
            for (InetSocketAddress address : own) {
                claim(address, server.getValue(), taken);
            }
            addresses.put(server.getKey(), own);
        }
        return addresses;
    }

    private void claim(InetSocketAddress address, Setting setting, Map<InetSocketAddress, Setting> taken)
            throws RealmProblem {
        Setting other = taken.put(address, setting);
        if (other == null || address.getPort() == 0) {
            return;
        }
        if (other == setting) {
            throw at(path(setting.key()), setting.key() + " has the same address twice; each replica needs its own");
        }
        throw clash(setting, other, "are the same address; each server needs its own");
    }

    private List<InetSocketAddress> replicas(Setting setting) throws RealmProblem {
        if (!setting.isList()) {
            return List.of(value(setting, SettingText::address));
        }
        List<InetSocketAddress> addresses = values(setting, SettingText::address);
        if (addresses.isEmpty() || addresses.size() > RealmConfig.MAX_REPLICAS) {
            throw at(
                    path(setting.key()),
                    setting.key() + " lists " + addresses.size() + " addresses; it may list 1 to "
                            + RealmConfig.MAX_REPLICAS);
        }
        return addresses;
    }

    private <T> T element(Setting setting, TomlArray array, int index, Meaning<T> meaning) throws RealmProblem {
        if (!(array.get(index) instanceof String text)) {
            throw at(source, array.inputPositionOf(index), mustBeText(setting));
        }
        try {
            return meaning.of(text);
        } catch (RealmProblem e) {
            throw at(source, array.inputPositionOf(index), setting.key() + ": " + e.sentence());
        }
    }

    private SortedMap<String, String> resources() throws RealmProblem {
        if (!toml.contains(List.of(Setting.RESOURCES))) {
            return defaultResources();
        }
        SortedMap<String, String> resources = new TreeMap<>();
        for (String name : toml.getTableOrEmpty(List.of(Setting.RESOURCES)).keySet()) {
            resources.put(name, resource(name));
        }
        return resources;
    }

    private String resource(String name) throws RealmProblem {
        List<String> path = List.of(Setting.RESOURCES, name);
        try {
            requireResourceName(name);
        } catch (RealmProblem e) {
            throw at(path, e.sentence());
        }
        if (!toml.isString(path)) {
            throw at(path, "a resource must be text in quotes");
        }
        String text = toml.getString(path);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_RESOURCE_BYTES) {
            throw at(path, "the resource is " + size + " bytes long; it may have " + MAX_RESOURCE_BYTES);
        }
        return text;
    }

    private void requireAllowedPadding(RealmConfig config) throws RealmProblem {
        if (config.profile().has(Guard.OAEP) && config.rsa() != RsaEncryption.OAEP) {
            throw at(
                    path(Setting.RSA.key()),
                    Setting.RSA.key() + " = \"" + config.rsa()
                            + "\" is for a lab that is to be attacked, and the guard " + Guard.OAEP
                            + " does not allow it; leave one of the two out");
        }
    }

    private void requireOwnName(Setting one, PrincipalName name, Setting other, PrincipalName otherName)
            throws RealmProblem {
        if (name.equals(otherName)) {
            throw clash(one, other, "are the same name; each party needs its own");
        }
    }

    /** At the one that the file gives: the other may be a default, which has no place in it. */
    private RealmProblem clash(Setting one, Setting other, String problem) {
        List<String> path = path(toml.contains(path(one.key())) ? one.key() : other.key());
        return at(path, one.key() + " and " + other.key() + " " + problem);
    }

    private RealmProblem at(List<String> path, String problem) {
        return at(source, toml.inputPositionOf(path), problem);
    }

    private static RealmProblem at(String source, TomlPosition position, String problem) {
        String end = problem.endsWith(".") ? "" : ".";
        return new RealmProblem(Printable.of(source) + ", line " + position.line() + ", column " + position.column()
                + ": " + problem + end);
    }

    private static List<String> path(String key) {
        return List.of(key.split("\\."));
    }
}
