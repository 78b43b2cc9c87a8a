package hallpass.realm;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tomlj.Toml;

/** Writes the {@code realm.toml} of a new realm, with a comment for each key. */
public final class RealmTemplate {
    private static final String SOURCE = "the new realm.toml";

    private static final int SERVERS = 5;

    private static final Map<String, String> TABLE_COMMENTS = Map.of(
            "kerberos", "Tickets and tokens.",
            "pki", "Certificates and sessions.",
            "addresses", "Where each server listens: an IP address or localhost, and a port.",
            "resources", "What the service and the application server give out: name = \"text\".");

    private RealmTemplate() {}

    /** With the defaults alone. */
    public static String render() {
        try {
            return render(RealmConfig.DEFAULT_BASE_PORT, Map.of());
        } catch (RealmProblem e) {
            throw new AssertionError("the defaults are allowed", e);
        }
    }

    /**
     * @param basePort the servers get the five ports after this one; 0 lets each take any free port, for tests
     * @param overrides values for keys, such as {@code kerberos.ticket-lifetime} or {@code resources.memo}; they win over
     *     the base port
     * @throws RealmProblem for an unknown key or a value that is not allowed
     */
    public static String render(int basePort, Map<String, String> overrides) throws RealmProblem {
        Map<String, String> rest = new TreeMap<>(overrides);
        StringBuilder text = new StringBuilder("# A Hallpass realm. A key that is left out has its default.\n");
        String table = "";
        for (Setting setting : Setting.values()) {
            if (!setting.table().equals(table)) {
                table = setting.table();
                startTable(text, table);
            }
            String given = rest.remove(setting.key());
            entry(text, setting, given == null ? valueFor(setting, basePort) : given);
        }
        appendResources(text, rest);
        // Reading it back is the check of the values that were handed in.
        RealmConfig.parse(text.toString(), SOURCE);
        return text.toString();
    }

    private static void startTable(StringBuilder text, String table) {
        text.append("\n# ")
                .append(TABLE_COMMENTS.get(table))
                .append("\n[")
                .append(table)
                .append("]\n");
    }

    private static void entry(StringBuilder text, Setting setting, String value) {
        text.append("# ").append(setting.explanation()).append('\n');
        text.append(setting.keyInTable()).append(" = ").append(quoted(value)).append('\n');
    }

    private static String valueFor(Setting setting, int basePort) throws RealmProblem {
        if (!setting.table().equals("addresses")) {
            return setting.defaultText();
        }
        String address = setting.defaultText();
        int colon = address.lastIndexOf(':') + 1;
        int offset = Integer.parseInt(address.substring(colon)) - RealmConfig.DEFAULT_BASE_PORT;
        if (basePort < 0 || basePort > SettingText.MAX_PORT - SERVERS) {
            throw new RealmProblem("The servers need the five ports after the base port, and " + basePort
                    + " leaves no room for them; choose one from 1 to " + (SettingText.MAX_PORT - SERVERS) + ".");
        }
        return address.substring(0, colon) + (basePort == 0 ? 0 : basePort + offset);
    }

    /** Whatever is left of the overrides must be resources. */
    private static void appendResources(StringBuilder text, Map<String, String> overrides) throws RealmProblem {
        SortedMap<String, String> resources = RealmText.defaultResources();
        String prefix = Setting.RESOURCES + ".";
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            if (!override.getKey().startsWith(prefix)) {
                throw SettingText.not(override.getKey(), "a setting", RealmText.allKeys());
            }
            String name = override.getKey().substring(prefix.length());
            RealmText.requireResourceName(name);
            resources.put(name, override.getValue());
        }
        startTable(text, Setting.RESOURCES);
        resources.forEach((name, value) ->
                text.append(name).append(" = ").append(quoted(value)).append('\n'));
    }

    private static String quoted(String value) {
        return "\"" + Toml.tomlEscape(value) + "\"";
    }
}
