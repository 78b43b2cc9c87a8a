package hallpass.config;

import hallpass.message.Party;
import hallpass.trace.Endpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table {@code [routes]} as it stands in a {@code realm.toml}: a line for each server, a comment where it has no route. */
final class RoutesTable {
    private static final Pattern HEADER = Pattern.compile("(?s)\\s*\\[\\s*" + Setting.ROUTES + "\\s*]\\s*(#.*)?");
    private static final Pattern ANY_HEADER = Pattern.compile("(?s)\\s*\\[.*");
    private static final Pattern ROUTE = Pattern.compile("(?s)[\\s#]*(as|tgs|service|ca|app)\\s*=.*");

    private RoutesTable() {}

    /** The text of a {@code realm.toml} with these routes and no others. */
    static String replaceIn(String text, Map<Party, List<InetSocketAddress>> routes) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int begin = 0;
        while (begin < lines.size() && !HEADER.matcher(lines.get(begin)).matches()) {
            begin++;
        }
        if (begin == lines.size()) {
            lines.add("[" + Setting.ROUTES + "]");
        }
        int end = begin + 1;
        while (end < lines.size() && !ANY_HEADER.matcher(lines.get(end)).matches()) {
            end++;
        }
        List<String> table = lines.subList(begin + 1, end);
        table.removeIf(line -> ROUTE.matcher(line).matches());
        table.addAll(0, tableLines(routes));
        return String.join("\n", lines);
    }

    /** The table's lines. */
    static List<String> tableLines(Map<Party, List<InetSocketAddress>> routes) {
        return Setting.byServer(Setting.ROUTES).entrySet().stream()
                .map(server -> Optional.ofNullable(routes.get(server.getKey()))
                        .map(route -> server.getValue().keyInTable() + " = " + tomlValue(server.getValue(), route))
                        .orElse(exampleLine(server.getValue())))
                .toList();
    }

    /** What is there until somebody wants it. */
    static String exampleLine(Setting route) {
        return "# " + route.keyInTable() + " = \"" + route.example() + '"';
    }

    private static String tomlValue(Setting setting, List<InetSocketAddress> route) {
        List<String> quoted = route.stream()
                .map(address -> '"' + Endpoint.format(address.getAddress().getHostAddress(), address.getPort()) + '"')
                .toList();
        return setting.isList() && quoted.size() > 1
                ? quoted.stream().collect(Collectors.joining(", ", "[", "]"))
                : quoted.get(0);
    }
}
