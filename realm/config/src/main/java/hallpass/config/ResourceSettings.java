package hallpass.config;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The table {@code [resources]}: the texts that the resource services serve. */
final class ResourceSettings {
    private static final int MAX_BYTES = 16 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    /** The built-in resources. */
    private static final Set<String> RESERVED_NAMES = Set.of("whoami", "time", "notes", "resources");

    private static final SortedMap<String, String> DEFAULTS =
            new TreeMap<>(Map.of("memo", "take cis3319 class this morning"));

    private ResourceSettings() {}

    static SortedMap<String, String> defaults() {
        return new TreeMap<>(DEFAULTS);
    }

    static void requireValidName(String name) throws RealmException {
        if (!NAME.matcher(name).matches()) {
            throw SettingParsers.invalidValue(name, "a valid resource name", "1 to 32 letters, digits, '-' and '_'");
        }
        if (RESERVED_NAMES.contains(name)) {
            throw new RealmException(
                    RealmError.INVALID_SETTING, name, "the resource name " + name + " is reserved by the servers.");
        }
    }

    static SortedMap<String, String> parse(TomlSettings file) throws RealmException {
        Optional<Set<String>> names = file.resourceNames();
        if (names.isEmpty()) {
            return defaults();
        }
        SortedMap<String, String> resources = new TreeMap<>();
        for (String name : names.get()) {
            resources.put(name, file.parseResource(name, text -> requireAllowed(name, text)));
        }
        return resources;
    }

    private static String requireAllowed(String name, String text) throws RealmException {
        requireValidName(name);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_BYTES) {
            throw new RealmException(
                    RealmError.INVALID_SETTING,
                    name,
                    "the resource is " + size + " bytes long; the limit is " + MAX_BYTES);
        }
        return text;
    }
}
