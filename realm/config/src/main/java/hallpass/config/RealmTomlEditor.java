package hallpass.config;

import hallpass.message.Party;
import hallpass.trace.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.tomlj.TomlComment;
import org.tomlj.TomlWriteOptions;

/**
 * Edits single values of a {@code realm.toml} in any layout, and keeps all other lines and all
 * comments. {@link RealmFolder} parses the result and refuses it if anything else changed.
 */
final class RealmTomlEditor {
    private static final TomlWriteOptions KEEP_LAYOUT =
            TomlWriteOptions.defaults().keep(TomlWriteOptions.Keep.LAYOUT);

    private RealmTomlEditor() {}

    /** Replaces or adds the store. */
    static String withStore(String toml, StoreLocation store) {
        MutableTomlTable table = Toml.parse(toml);
        table.set(List.of(Setting.STORE.key()), store.toString());
        return table.toToml(KEEP_LAYOUT);
    }

    /** Replaces all routes. */
    static String withRoutes(String toml, Map<Party, List<InetSocketAddress>> routes) {
        MutableTomlTable table = Toml.parse(toml);
        for (Party server : Party.SERVERS) {
            List<String> path = List.of(Setting.ROUTES, Setting.routeOf(server).keyInTable());
            if (routes.containsKey(server)) {
                List<String> texts = texts(routes.get(server));
                table.set(path, texts.size() == 1 ? texts.get(0) : texts);
            } else if (table.contains(path)) {
                removeExceptComments(table, path);
            }
        }
        return table.toToml(KEEP_LAYOUT);
    }

    /** Otherwise the comments above and beside a value would be removed with it. */
    private static void removeExceptComments(MutableTomlTable table, List<String> path) {
        for (TomlComment comment : List.copyOf(table.comments(path))) {
            table.insertCommentBefore(path, comment.lines());
        }
        table.remove(path);
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
        List<String> quoted =
                texts(route).stream().map(text -> '"' + text + '"').toList();
        return setting.keyInTable() + " = "
                + (quoted.size() > 1 ? quoted.stream().collect(Collectors.joining(", ", "[", "]")) : quoted.get(0));
    }

    private static List<String> texts(List<InetSocketAddress> route) {
        return route.stream()
                .map(address -> Endpoint.format(address.getAddress().getHostAddress(), address.getPort()))
                .toList();
    }
}
