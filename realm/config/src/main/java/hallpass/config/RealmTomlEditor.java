package hallpass.config;

import hallpass.message.Party;
import hallpass.trace.Endpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/**
 * Edits single lines of a {@code realm.toml} and keeps all other lines, comments included.
 *
 * <p>The TOML libraries for Java either cannot write, or rewrite the whole file. The editor knows
 * the layouts that people write; {@link RealmFolder} parses the result and refuses it if the change
 * did not take effect.
 */
final class RealmTomlEditor {
    private static final Pattern STORE = Pattern.compile("\\s*store\\s*=.*", Pattern.DOTALL);
    private static final Pattern ROUTES_HEADER =
            Pattern.compile("\\s*\\[\\s*" + Setting.ROUTES + "\\s*]\\s*(#.*)?", Pattern.DOTALL);
    private static final Pattern TABLE_HEADER = Pattern.compile("\\s*\\[.*", Pattern.DOTALL);

    /** A route, or the commented-out example of one. */
    private static final Pattern ROUTE = Pattern.compile("[\\s#]*(as|tgs|service|ca|app)\\s*=.*", Pattern.DOTALL);

    private RealmTomlEditor() {}

    /** Replaces the store, or adds it as the first line. */
    static String withStore(String toml, StoreLocation store) {
        String line = Setting.STORE.key() + " = \"" + Toml.tomlEscape(store.toString()) + "\"";
        List<String> lines = lines(toml);
        for (int i = 0; i < lines.size() && !TABLE_HEADER.matcher(lines.get(i)).matches(); i++) {
            if (STORE.matcher(lines.get(i)).matches()) {
                lines.set(i, line + (lines.get(i).endsWith("\r") ? "\r" : ""));
                return String.join("\n", lines);
            }
        }
        return line + "\n" + toml;
    }

    /** Replaces all routes, or appends the table. */
    static String withRoutes(String toml, Map<Party, List<InetSocketAddress>> routes) {
        List<String> lines = lines(toml);
        int header = 0;
        while (header < lines.size()
                && !ROUTES_HEADER.matcher(lines.get(header)).matches()) {
            header++;
        }
        if (header == lines.size()) {
            lines.add("[" + Setting.ROUTES + "]");
        }
        int end = header + 1;
        while (end < lines.size() && !TABLE_HEADER.matcher(lines.get(end)).matches()) {
            end++;
        }
        List<String> table = lines.subList(header + 1, end);
        table.removeIf(line -> ROUTE.matcher(line).matches());
        table.addAll(0, routeLines(routes));
        return String.join("\n", lines);
    }

    /** The lines of the table of routes: one for each server, commented out if it has no route. */
    static List<String> routeLines(Map<Party, List<InetSocketAddress>> routes) {
        return Party.SERVERS.stream()
                .map(server -> routes.containsKey(server)
                        ? routeLine(Setting.routeOf(server), routes.get(server))
                        : exampleLine(Setting.routeOf(server)))
                .toList();
    }

    /** The commented-out line of a setting that has no value. */
    static String exampleLine(Setting<?> setting) {
        return "# " + setting.keyInTable() + " = \"" + setting.example() + '"';
    }

    private static String routeLine(Setting<?> setting, List<InetSocketAddress> route) {
        List<String> quoted = route.stream()
                .map(address -> '"' + Endpoint.format(address.getAddress().getHostAddress(), address.getPort()) + '"')
                .toList();
        return setting.keyInTable() + " = "
                + (setting.isList() && quoted.size() > 1
                        ? quoted.stream().collect(Collectors.joining(", ", "[", "]"))
                        : quoted.get(0));
    }

    private static List<String> lines(String toml) {
        return new ArrayList<>(Arrays.asList(toml.split("\n", -1)));
    }
}
