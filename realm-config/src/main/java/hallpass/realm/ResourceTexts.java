package hallpass.realm;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The texts that the servers of a {@code realm.toml} have to give. */
final class ResourceTexts {
    private static final int MAX_BYTES = 16 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    /** What the desk serves by itself. */
    private static final Set<String> BUILT_IN = Set.of("whoami", "time", "notes", "resources");

    private static final SortedMap<String, String> DEFAULTS =
            new TreeMap<>(Map.of("memo", "take cis3319 class this morning"));

    private ResourceTexts() {}

    static SortedMap<String, String> defaults() {
        return new TreeMap<>(DEFAULTS);
    }

    static void requireName(String name) throws RealmProblem {
        if (!NAME.matcher(name).matches()) {
            throw SettingText.not(name, "a resource's name", "1 to 32 letters, digits, '-' and '_'");
        }
        if (BUILT_IN.contains(name)) {
            throw new RealmProblem(
                    "The servers have a resource " + name + " of their own; please choose another name.");
        }
    }

    static SortedMap<String, String> of(SettingsFile file) throws RealmProblem {
        Optional<Set<String>> names = file.resources();
        if (names.isEmpty()) {
            return defaults();
        }
        SortedMap<String, String> resources = new TreeMap<>();
        for (String name : names.get()) {
            resources.put(name, file.resource(name, text -> allowed(name, text)));
        }
        return resources;
    }

    private static String allowed(String name, String text) throws RealmProblem {
        requireName(name);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_BYTES) {
            throw new RealmProblem("the resource is " + size + " bytes long; it may have " + MAX_BYTES);
        }
        return text;
    }
}
