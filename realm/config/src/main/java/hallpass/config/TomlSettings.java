package hallpass.config;

import hallpass.config.SettingParsers.ValueParser;
import hallpass.trace.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** A parsed {@code realm.toml}. Every error states the line and the column. */
final class TomlSettings {
    private final TomlParseResult toml;
    private final String source;

    private TomlSettings(TomlParseResult toml, String source) {
        this.toml = toml;
        this.source = source;
    }

    static TomlSettings parse(String text, String source) throws RealmException {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().get(0);
            throw errorAt(
                    source,
                    first.position(),
                    "not valid TOML: " + PrintableText.escape(String.valueOf(first.getMessage())));
        }
        return new TomlSettings(toml, source);
    }

    void refuseUnknownKeys() throws RealmException {
        Set<List<String>> known =
                Setting.all().stream().map(TomlSettings::keyPath).collect(Collectors.toSet());
        Set<List<String>> tables = tables().map(List::of).collect(Collectors.toSet());
        for (List<String> path : toml.keyPathSet(true)) {
            boolean table = toml.isTable(path) && tables.contains(path);
            boolean resource = path.size() == 2 && path.get(0).equals(Setting.RESOURCES);
            if (!table && !resource && !known.contains(path)) {
                throw unknownKey(path);
            }
        }
    }

    private static Stream<String> tables() {
        return Stream.concat(Setting.all().stream().map(Setting::table), Stream.of(Setting.RESOURCES))
                .filter(table -> !table.isEmpty())
                .distinct();
    }

    private RealmException unknownKey(List<String> path) {
        String allowed = path.size() == 1 ? "" : keysOf(path.get(0));
        if (allowed.isEmpty()) {
            allowed = keysOf("") + " and the tables "
                    + tables().map(table -> "[" + table + "]").collect(Collectors.joining(", "));
        }
        return errorAt(
                toml.inputPositionOf(path),
                "unknown setting " + PrintableText.escape(String.join(".", path)) + hint(path) + allowed);
    }

    /** The setting with this key in another table, or with a similar name. */
    private static String hint(List<String> path) {
        String key = path.get(path.size() - 1);
        Optional<String> moved = Setting.all().stream()
                .filter(setting -> setting.keyInTable().equals(key))
                .filter(setting -> !setting.table().equals(Setting.ADDRESSES)
                        && !setting.table().equals(Setting.ROUTES))
                .map(setting -> "; it is " + placeOf(setting) + ".")
                .findFirst();
        List<String> names = Stream.concat(Setting.all().stream().map(Setting::key), tables())
                .toList();
        String similar = ClosestWord.hint(String.join(".", path), names);
        return moved.orElse(similar) + (moved.isEmpty() && similar.isEmpty() ? "; allowed: " : " Allowed: ");
    }

    private static String placeOf(Setting<?> setting) {
        return setting.table().isEmpty()
                ? "written above all tables"
                : setting.keyInTable() + " under [" + setting.table() + "]";
    }

    private static String keysOf(String table) {
        return Setting.all().stream()
                .filter(setting -> setting.table().equals(table))
                .map(Setting::keyInTable)
                .collect(Collectors.joining(", "));
    }

    boolean isSet(Setting<?> setting) {
        return toml.contains(keyPath(setting));
    }

    <T> T parseValue(Setting<?> setting, ValueParser<T> parser) throws RealmException {
        List<String> path = keyPath(setting);
        if (!isSet(setting)) {
            return parser.parse(setting.defaultText());
        }
        if (!toml.isString(path)) {
            throw errorAt(setting, stringExpected(setting));
        }
        return parseText(setting, toml.getString(path), toml.inputPositionOf(path), parser);
    }

    /** The value of a list setting, which may also be a single string. */
    <T> List<T> parseList(Setting<?> setting, ValueParser<T> parser) throws RealmException {
        List<String> path = keyPath(setting);
        if (!toml.isArray(path)) {
            boolean empty = !isSet(setting) && setting.defaultText().isEmpty();
            return empty ? List.of() : List.of(parseValue(setting, parser));
        }
        TomlArray array = toml.getArrayOrEmpty(path);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof String text)) {
                throw errorAt(array.inputPositionOf(i), stringExpected(setting));
            }
            values.add(parseText(setting, text, array.inputPositionOf(i), parser));
        }
        return List.copyOf(values);
    }

    private <T> T parseText(Setting<?> setting, String text, TomlPosition position, ValueParser<T> parser)
            throws RealmException {
        try {
            return parser.parse(text);
        } catch (RealmException e) {
            RealmException located = errorAt(position, setting.key() + ": " + e.description());
            // This kind has a next step.
            throw e.error() == RealmError.PASSWORD_IN_URL
                    ? new RealmException(e.error(), source, located.description(), e)
                    : located;
        }
    }

    private static String stringExpected(Setting<?> setting) {
        String example = '"' + setting.example() + '"';
        return setting.key() + " must be a string, such as " + example
                + (setting.isList() ? ", or a list of strings: [" + example + ", …]" : "");
    }

    /** The keys of the table of resources; empty if the file has no such table. */
    Optional<Set<String>> resourceNames() {
        return toml.contains(List.of(Setting.RESOURCES))
                ? Optional.of(toml.getTableOrEmpty(List.of(Setting.RESOURCES)).keySet())
                : Optional.empty();
    }

    <T> T parseResource(String name, ValueParser<T> parser) throws RealmException {
        List<String> path = List.of(Setting.RESOURCES, name);
        if (!toml.isString(path)) {
            throw errorAt(toml.inputPositionOf(path), "a resource must be a string");
        }
        try {
            return parser.parse(toml.getString(path));
        } catch (RealmException e) {
            throw errorAt(toml.inputPositionOf(path), e.description());
        }
    }

    RealmException errorAt(Setting<?> setting, String problem) {
        return errorAt(toml.inputPositionOf(keyPath(setting)), problem);
    }

    /** Reports two conflicting settings at the one that is set; a default has no position. */
    RealmException conflict(Setting<?> first, Setting<?> second, String problem) {
        return errorAt(isSet(first) ? first : second, first.key() + " and " + second.key() + " " + problem);
    }

    private RealmException errorAt(TomlPosition position, String problem) {
        return errorAt(source, position, problem);
    }

    private static RealmException errorAt(String source, TomlPosition position, String problem) {
        String end = problem.endsWith(".") ? "" : ".";
        return new RealmException(
                RealmError.INVALID_SETTING,
                source,
                PrintableText.escape(source) + ", line " + position.line() + ", column " + position.column() + ": "
                        + problem + end);
    }

    private static List<String> keyPath(Setting<?> setting) {
        return List.of(setting.key().split("\\."));
    }
}
