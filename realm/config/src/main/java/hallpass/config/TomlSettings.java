package hallpass.config;

import hallpass.config.SettingParsers.ValueParser;
import hallpass.trace.PrintableText;
import hallpass.wire.FieldType.InvalidValueException;
import hallpass.wire.FieldTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** A parsed {@code realm.toml}, from which the settings are taken one by one; every problem names its place. */
final class TomlSettings {
    private final TomlParseResult toml;
    private final String source;

    private TomlSettings(TomlParseResult toml, String source) {
        this.toml = toml;
        this.source = source;
    }

    static String decodeUtf8(byte[] utf8, String source) throws RealmException {
        try {
            return FieldTypes.decodeUtf8(utf8);
        } catch (InvalidValueException e) {
            throw new RealmException(
                    RealmError.INVALID_SETTING, source, PrintableText.escape(source) + " is not UTF-8 text.", e);
        }
    }

    static TomlSettings parse(String text, String source) throws RealmException {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().get(0);
            throw errorAt(
                    source,
                    first.position(),
                    "this is no TOML: " + PrintableText.escape(String.valueOf(first.getMessage())));
        }
        return new TomlSettings(toml, source);
    }

    void refuseUnknownKeys() throws RealmException {
        Map<List<String>, Setting> known =
                Arrays.stream(Setting.values()).collect(Collectors.toMap(TomlSettings::keyPath, setting -> setting));
        Set<List<String>> tables = known.keySet().stream()
                .map(path -> path.subList(0, path.size() - 1))
                .collect(Collectors.toSet());
        for (List<String> path : toml.keyPathSet(true)) {
            boolean table = toml.isTable(path) && (tables.contains(path) || path.equals(List.of(Setting.RESOURCES)));
            boolean resource = path.size() == 2 && path.get(0).equals(Setting.RESOURCES);
            if (!table && !resource && !known.containsKey(path)) {
                throw unknownKey(path);
            }
        }
    }

    private RealmException unknownKey(List<String> path) {
        String allowed = Arrays.stream(Setting.values())
                .filter(setting -> setting.table().equals(path.size() == 1 ? "" : path.get(0)))
                .map(Setting::keyInTable)
                .collect(Collectors.joining(", "));
        if (path.size() == 1 || allowed.isEmpty()) {
            allowed = "realm, profile, skew and the tables [kerberos], [pki], [addresses], [routes] and [resources]";
        }
        return errorAt(
                toml.inputPositionOf(path),
                "there is no setting " + PrintableText.escape(String.join(".", path)) + "; known here: " + allowed);
    }

    boolean isSet(Setting setting) {
        return toml.contains(keyPath(setting));
    }

    <T> T parseValue(Setting setting, ValueParser<T> parser) throws RealmException {
        List<String> path = keyPath(setting);
        if (!isSet(setting)) {
            return parser.parse(setting.defaultText());
        }
        if (!toml.isString(path)) {
            throw errorAt(setting, stringExpected(setting));
        }
        return parseText(setting, toml.getString(path), toml.inputPositionOf(path), parser);
    }

    /** Of a setting whose value is a list, or the one element of it. */
    <T> List<T> parseList(Setting setting, ValueParser<T> parser) throws RealmException {
        List<String> path = keyPath(setting);
        if (!toml.isArray(path)) {
            boolean none = !isSet(setting) && setting.defaultText().isEmpty();
            return none ? List.of() : List.of(parseValue(setting, parser));
        }
        TomlArray array = toml.getArrayOrEmpty(path);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            values.add(parseElement(setting, array, i, parser));
        }
        return values;
    }

    private <T> T parseElement(Setting setting, TomlArray array, int index, ValueParser<T> parser)
            throws RealmException {
        if (!(array.get(index) instanceof String text)) {
            throw errorAt(array.inputPositionOf(index), stringExpected(setting));
        }
        return parseText(setting, text, array.inputPositionOf(index), parser);
    }

    private <T> T parseText(Setting setting, String text, TomlPosition position, ValueParser<T> parser)
            throws RealmException {
        try {
            return parser.parse(text);
        } catch (RealmException e) {
            throw errorAt(position, setting.key() + ": " + e.description());
        }
    }

    private static String stringExpected(Setting setting) {
        String example = '"' + setting.example() + '"';
        return setting.key() + " must be text in quotes, such as " + example
                + (setting.isList() ? ", or a list of such texts: [" + example + ", …]" : "");
    }

    /** The names of the texts in {@code [resources]}; none of these settings has a default of its own. */
    Optional<Set<String>> resourceNames() {
        return toml.contains(List.of(Setting.RESOURCES))
                ? Optional.of(toml.getTableOrEmpty(List.of(Setting.RESOURCES)).keySet())
                : Optional.empty();
    }

    <T> T parseResource(String name, ValueParser<T> parser) throws RealmException {
        List<String> path = List.of(Setting.RESOURCES, name);
        if (!toml.isString(path)) {
            throw errorAt(toml.inputPositionOf(path), "a resource must be text in quotes");
        }
        try {
            return parser.parse(toml.getString(path));
        } catch (RealmException e) {
            throw errorAt(toml.inputPositionOf(path), e.description());
        }
    }

    RealmException errorAt(Setting setting, String problem) {
        return errorAt(toml.inputPositionOf(keyPath(setting)), problem);
    }

    /** At the one that the file gives: the other may be a default, which has no place in it. */
    RealmException conflict(Setting first, Setting second, String problem) {
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

    private static List<String> keyPath(Setting setting) {
        return List.of(setting.key().split("\\."));
    }
}
