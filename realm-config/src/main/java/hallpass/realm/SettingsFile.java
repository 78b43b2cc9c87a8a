package hallpass.realm;

import hallpass.realm.SettingText.Meaning;
import hallpass.trace.Printable;
import hallpass.wire.FieldType.InvalidValue;
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
final class SettingsFile {
    private final TomlParseResult toml;
    private final String source;

    private SettingsFile(TomlParseResult toml, String source) {
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

    static SettingsFile parse(String text, String source) throws RealmProblem {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().get(0);
            throw at(source, first.position(), "this is no TOML: " + Printable.of(String.valueOf(first.getMessage())));
        }
        return new SettingsFile(toml, source);
    }

    void refuseUnknownKeys() throws RealmProblem {
        Map<List<String>, Setting> known =
                Arrays.stream(Setting.values()).collect(Collectors.toMap(SettingsFile::path, setting -> setting));
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
        return at(
                toml.inputPositionOf(path),
                "there is no setting " + Printable.of(String.join(".", path)) + "; known here: " + allowed);
    }

    boolean names(Setting setting) {
        return toml.contains(path(setting));
    }

    <T> T value(Setting setting, Meaning<T> meaning) throws RealmProblem {
        List<String> path = path(setting);
        if (!names(setting)) {
            return meaning.of(setting.defaultText());
        }
        if (!toml.isString(path)) {
            throw at(setting, mustBeText(setting));
        }
        return meant(setting, toml.getString(path), toml.inputPositionOf(path), meaning);
    }

    /** Of a setting whose value is a list, or the one element of it. */
    <T> List<T> values(Setting setting, Meaning<T> meaning) throws RealmProblem {
        List<String> path = path(setting);
        if (!toml.isArray(path)) {
            boolean none = !names(setting) && setting.defaultText().isEmpty();
            return none ? List.of() : List.of(value(setting, meaning));
        }
        TomlArray array = toml.getArrayOrEmpty(path);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            values.add(element(setting, array, i, meaning));
        }
        return values;
    }

    private <T> T element(Setting setting, TomlArray array, int index, Meaning<T> meaning) throws RealmProblem {
        if (!(array.get(index) instanceof String text)) {
            throw at(array.inputPositionOf(index), mustBeText(setting));
        }
        return meant(setting, text, array.inputPositionOf(index), meaning);
    }

    private <T> T meant(Setting setting, String text, TomlPosition place, Meaning<T> meaning) throws RealmProblem {
        try {
            return meaning.of(text);
        } catch (RealmProblem e) {
            throw at(place, setting.key() + ": " + e.sentence());
        }
    }

    private static String mustBeText(Setting setting) {
        String example = '"' + setting.example() + '"';
        return setting.key() + " must be text in quotes, such as " + example
                + (setting.isList() ? ", or a list of such texts: [" + example + ", …]" : "");
    }

    /** The names of the texts in {@code [resources]}; none of these settings has a default of its own. */
    Optional<Set<String>> resources() {
        return toml.contains(List.of(Setting.RESOURCES))
                ? Optional.of(toml.getTableOrEmpty(List.of(Setting.RESOURCES)).keySet())
                : Optional.empty();
    }

    <T> T resource(String name, Meaning<T> meaning) throws RealmProblem {
        List<String> path = List.of(Setting.RESOURCES, name);
        if (!toml.isString(path)) {
            throw at(toml.inputPositionOf(path), "a resource must be text in quotes");
        }
        try {
            return meaning.of(toml.getString(path));
        } catch (RealmProblem e) {
            throw at(toml.inputPositionOf(path), e.sentence());
        }
    }

    RealmProblem at(Setting setting, String problem) {
        return at(toml.inputPositionOf(path(setting)), problem);
    }

    /** At the one that the file gives: the other may be a default, which has no place in it. */
    RealmProblem clash(Setting one, Setting other, String problem) {
        return at(names(one) ? one : other, one.key() + " and " + other.key() + " " + problem);
    }

    private RealmProblem at(TomlPosition position, String problem) {
        return at(source, position, problem);
    }

    private static RealmProblem at(String source, TomlPosition position, String problem) {
        String end = problem.endsWith(".") ? "" : ".";
        return new RealmProblem(Printable.of(source) + ", line " + position.line() + ", column " + position.column()
                + ": " + problem + end);
    }

    private static List<String> path(Setting setting) {
        return List.of(setting.key().split("\\."));
    }
}
