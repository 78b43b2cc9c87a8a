package hallpass.config;

import hallpass.message.Party;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/** Renders the {@code realm.toml} of a new realm, with a comment for each key. */
public final class RealmTemplate {
    private static final String SOURCE = "the new realm.toml";

    /** The distance between the ports of two replicas of a server. */
    static final int REPLICA_PORT_STEP = 10;

    /** The servers that keep no notes in files, so that a realm may have several of each. */
    private static final Set<Setting<?>> REPLICATED = Set.of(Setting.AS_ADDRESS, Setting.TGS_ADDRESS);

    private static final Map<String, String> TABLE_COMMENTS = Map.of(
            "kerberos",
            "Tickets and tokens.",
            "pki",
            "Certificates and sessions.",
            Setting.ADDRESSES,
            "Listen addresses: an IP address or localhost, and a port.",
            Setting.ROUTES,
            "Where clients connect instead: the ports of scripts/adversary.sh.\n"
                    + "# Set: hallpass realm routes adversary. Clear: hallpass realm routes direct.",
            Setting.RESOURCES,
            "What the service and the application server serve: name = \"text\".");

    private RealmTemplate() {}

    /** All defaults. */
    public static String render() {
        try {
            return render(RealmConfig.DEFAULT_BASE_PORT, Map.of());
        } catch (RealmException e) {
            throw new AssertionError("the defaults are valid", e);
        }
    }

    /** One replica of each server. */
    public static String render(int basePort, Map<String, String> overrides) throws RealmException {
        return render(basePort, 1, overrides);
    }

    /**
     * Renders a {@code realm.toml}.
     *
     * @param basePort the servers get the five ports after it, the second replicas the ports ten
     *     higher, and so on; with 0 each server gets a free port when it starts
     * @param replicas the number of authentication servers and of ticket-granting servers
     * @param overrides values by key, such as {@code kerberos.ticket-lifetime} or
     *     {@code resources.memo}; they take precedence over the base port
     * @throws RealmException for an unknown key or an invalid value
     */
    public static String render(int basePort, int replicas, Map<String, String> overrides) throws RealmException {
        requireValidPorts(basePort, replicas);
        Map<String, String> rest = new TreeMap<>(overrides);
        StringBuilder text = new StringBuilder("# A Hallpass realm. A missing key has its default.\n");
        String table = "";
        for (Setting<?> setting : Setting.all()) {
            if (!setting.table().equals(table)) {
                table = setting.table();
                appendTableHeader(text, table);
            }
            String override = rest.remove(setting.key());
            if (override == null && table.equals(Setting.ROUTES)) {
                text.append(RealmTomlEditor.exampleLine(setting)).append('\n');
            } else {
                String value = override == null ? defaultValue(setting, basePort, replicas) : override;
                appendSetting(text, setting, tomlValue(setting, value));
            }
        }
        appendResources(text, rest);
        // Parsing the result validates the overrides.
        RealmConfig.parse(text.toString(), SOURCE);
        return text.toString();
    }

    private static void appendTableHeader(StringBuilder text, String table) {
        text.append("\n# ")
                .append(TABLE_COMMENTS.get(table))
                .append("\n[")
                .append(table)
                .append("]\n");
    }

    private static void appendSetting(StringBuilder text, Setting<?> setting, String value) {
        if (!setting.comment().isEmpty()) {
            text.append("# ").append(setting.comment()).append('\n');
        }
        text.append(setting.keyInTable()).append(" = ").append(value).append('\n');
    }

    static void requireValidPorts(int basePort, int replicas) throws RealmException {
        if (replicas < 1 || replicas > RealmConfig.MAX_REPLICAS) {
            throw new RealmException(
                    RealmError.INVALID_SETTING,
                    String.valueOf(replicas),
                    "A realm has 1 to " + RealmConfig.MAX_REPLICAS + " authentication and ticket-granting servers, not "
                            + replicas + ".");
        }
        int highest = SettingParsers.MAX_PORT - Party.SERVERS.size() - (replicas - 1) * REPLICA_PORT_STEP;
        if (basePort < 0 || basePort > highest) {
            throw new RealmException(
                    RealmError.INVALID_SETTING,
                    String.valueOf(basePort),
                    "The base port " + basePort + " is out of range; allowed: 1 to " + highest
                            + ", so that the ports of all servers fit above it.");
        }
    }

    private static String defaultValue(Setting<?> setting, int basePort, int replicas) {
        if (!setting.table().equals(Setting.ADDRESSES)) {
            return setting.defaultText();
        }
        List<String> addresses = new ArrayList<>();
        for (int replica = 0; replica < (REPLICATED.contains(setting) ? replicas : 1); replica++) {
            addresses.add(address(setting, basePort, replica));
        }
        return String.join(",", addresses);
    }

    private static String address(Setting<?> setting, int basePort, int replica) {
        String address = setting.defaultText();
        int colon = address.lastIndexOf(':') + 1;
        int offset = Integer.parseInt(address.substring(colon)) - RealmConfig.DEFAULT_BASE_PORT;
        return address.substring(0, colon) + (basePort == 0 ? 0 : basePort + offset + replica * REPLICA_PORT_STEP);
    }

    /** A string, or for list settings an array split at commas. */
    private static String tomlValue(Setting<?> setting, String value) {
        // A single address is a string; a list that is empty by default is always an array.
        boolean single = !value.contains(",") && !setting.defaultText().isEmpty();
        if (!setting.isList() || single) {
            return quoted(value);
        }
        return Arrays.stream(value.split(",", 0))
                .filter(item -> !item.isEmpty())
                .map(item -> quoted(item.strip()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** The remaining overrides must be resources. */
    private static void appendResources(StringBuilder text, Map<String, String> overrides) throws RealmException {
        SortedMap<String, String> resources = ResourceSettings.defaults();
        String prefix = Setting.RESOURCES + ".";
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            if (!override.getKey().startsWith(prefix)) {
                List<String> keys = Setting.all().stream().map(Setting::key).toList();
                String hint = ClosestWord.hint(override.getKey(), keys);
                throw SettingParsers.invalidValue(override.getKey(), "a setting" + hint, allKeys());
            }
            String name = override.getKey().substring(prefix.length());
            ResourceSettings.requireValidName(name);
            resources.put(name, override.getValue());
        }
        appendTableHeader(text, Setting.RESOURCES);
        resources.forEach((name, value) ->
                text.append(name).append(" = ").append(quoted(value)).append('\n'));
    }

    private static String allKeys() {
        return Setting.all().stream().map(Setting::key).collect(Collectors.joining(", ")) + " and " + Setting.RESOURCES
                + ".NAME";
    }

    private static String quoted(String value) {
        return "\"" + Toml.tomlEscape(value) + "\"";
    }
}
