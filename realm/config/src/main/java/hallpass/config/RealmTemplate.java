package hallpass.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/** Writes the {@code realm.toml} of a new realm, with a comment for each key. */
public final class RealmTemplate {
    private static final String SOURCE = "the new realm.toml";

    static final int SERVER_COUNT = 5;

    /** From a server's port to that of its next replica. */
    static final int REPLICA_PORT_STEP = 10;

    /** What keeps no notes of its own can be there several times. */
    private static final Set<Setting> REPLICATED = Set.of(Setting.AS_ADDRESS, Setting.TGS_ADDRESS);

    private static final Map<String, String> TABLE_COMMENTS = Map.of(
            "kerberos",
            "Tickets and tokens.",
            "pki",
            "Certificates and sessions.",
            Setting.ADDRESSES,
            "Where each server listens: an IP address or localhost, and a port.",
            Setting.ROUTES,
            "Where those who ask them go instead: the places of scripts/adversary.sh.\n"
                    + "# There and back: hallpass realm routes adversary, hallpass realm routes direct.",
            "resources",
            "What the service and the application server give out: name = \"text\".");

    private RealmTemplate() {}

    /** With the defaults alone. */
    public static String render() {
        try {
            return render(RealmConfig.DEFAULT_BASE_PORT, Map.of());
        } catch (RealmException e) {
            throw new AssertionError("the defaults are allowed", e);
        }
    }

    /** With one of each server. */
    public static String render(int basePort, Map<String, String> overrides) throws RealmException {
        return render(basePort, 1, overrides);
    }

    /**
     * @param basePort the servers get the five ports after this one, second replicas those ten further on, and so on; 0 lets
     *     each take any free port, for tests
     * @param replicas how many authentication and ticket-granting servers there are
     * @param overrides values for keys, such as {@code kerberos.ticket-lifetime} or {@code resources.memo}; they win over
     *     the base port
     * @throws RealmException for an unknown key or a value that is not allowed
     */
    public static String render(int basePort, int replicas, Map<String, String> overrides) throws RealmException {
        requireValidPorts(basePort, replicas);
        Map<String, String> rest = new TreeMap<>(overrides);
        StringBuilder text = new StringBuilder("# A Hallpass realm. A key that is left out has its default.\n");
        String table = "";
        for (Setting setting : Setting.values()) {
            if (!setting.table().equals(table)) {
                table = setting.table();
                appendTableHeader(text, table);
            }
            String given = rest.remove(setting.key());
            if (given == null && table.equals(Setting.ROUTES)) {
                text.append(RoutesTable.exampleLine(setting)).append('\n');
            } else {
                appendSetting(
                        text,
                        setting,
                        given == null ? defaultValue(setting, basePort, replicas) : tomlValue(setting, given));
            }
        }
        appendResources(text, rest);
        // Reading it back is the check of the values that were handed in.
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

    private static void appendSetting(StringBuilder text, Setting setting, String value) {
        if (!setting.explanation().isEmpty()) {
            text.append("# ").append(setting.explanation()).append('\n');
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
        int highest = SettingParsers.MAX_PORT - SERVER_COUNT - (replicas - 1) * REPLICA_PORT_STEP;
        if (basePort < 0 || basePort > highest) {
            throw new RealmException(
                    RealmError.INVALID_SETTING,
                    String.valueOf(basePort),
                    "The base port " + basePort + " is out of range; allowed: 1 to " + highest
                            + ", so that the ports of all servers fit above it.");
        }
    }

    private static String defaultValue(Setting setting, int basePort, int replicas) {
        if (!setting.table().equals(Setting.ADDRESSES)) {
            return tomlValue(setting, setting.defaultText());
        }
        List<String> addresses = new ArrayList<>();
        for (int replica = 0; replica < (REPLICATED.contains(setting) ? replicas : 1); replica++) {
            addresses.add(address(setting, basePort, replica));
        }
        return tomlValue(setting, String.join(",", addresses));
    }

    private static String address(Setting setting, int basePort, int replica) {
        String address = setting.defaultText();
        int colon = address.lastIndexOf(':') + 1;
        int offset = Integer.parseInt(address.substring(colon)) - RealmConfig.DEFAULT_BASE_PORT;
        return address.substring(0, colon) + (basePort == 0 ? 0 : basePort + offset + replica * REPLICA_PORT_STEP);
    }

    /** Commas make a list, where a list may be. */
    private static String tomlValue(Setting setting, String value) {
        // One address stands alone; a list that is empty unless told otherwise always looks like one.
        boolean single = !value.contains(",") && !setting.defaultText().isEmpty();
        if (!setting.isList() || single) {
            return quoted(value);
        }
        return Arrays.stream(value.split(",", 0))
                .filter(item -> !item.isEmpty())
                .map(item -> quoted(item.strip()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Whatever is left of the overrides must be resources. */
    private static void appendResources(StringBuilder text, Map<String, String> overrides) throws RealmException {
        SortedMap<String, String> resources = ResourceSettings.defaults();
        String prefix = Setting.RESOURCES + ".";
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            if (!override.getKey().startsWith(prefix)) {
                throw SettingParsers.invalidValue(override.getKey(), "a setting", RealmConfigParser.allKeys());
            }
            String name = override.getKey().substring(prefix.length());
            ResourceSettings.requireValidName(name);
            resources.put(name, override.getValue());
        }
        appendTableHeader(text, Setting.RESOURCES);
        resources.forEach((name, value) ->
                text.append(name).append(" = ").append(quoted(value)).append('\n'));
    }

    private static String quoted(String value) {
        return "\"" + Toml.tomlEscape(value) + "\"";
    }
}
