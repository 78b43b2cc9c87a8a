package hallpass.cli.admin;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.JsonOption;
import hallpass.cli.Terminal;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.provisioning.KdcPrincipals;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.trace.DisplayWidth;
import hallpass.trace.PrintableText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the principals of one type, as a table or in JSON. */
record PrincipalTable(List<PrincipalEntry> entries, Terminal terminal) {
    private static final int NAME_COLUMNS = 24;

    static PrincipalTable load(PrincipalType type, RealmFolder realm, CommandEnvironment environment)
            throws RealmException {
        try (PrincipalStore principals = KdcPrincipals.open(realm, environment.randomness())) {
            List<PrincipalEntry> entries = principals.list().stream()
                    .filter(entry -> entry.kind() == type)
                    .toList();
            return new PrincipalTable(entries, environment.terminal());
        }
    }

    /** @param label the plural name of the principals, such as {@code users}; also the JSON key */
    void print(String label, JsonOption json) {
        if (json.requested) {
            json.print(
                    Map.of(label, entries.stream().map(PrincipalTable::fields).toList()), terminal);
        } else if (entries.isEmpty()) {
            terminal.printLine("There are no " + label + " yet.");
        } else {
            entries.forEach(entry -> terminal.printLine(line(entry)));
        }
    }

    private static String line(PrincipalEntry entry) {
        String state = entry.removedAt().map(at -> "  removed " + at).orElse("");
        return DisplayWidth.pad(PrintableText.escape(entry.name().text()), NAME_COLUMNS)
                + String.format(
                        Locale.ROOT,
                        " key v%-3d %-10s since %s%s",
                        entry.keyVersion(),
                        entry.encryption(),
                        entry.keyCreatedAt(),
                        state);
    }

    private static Map<String, Object> fields(PrincipalEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name().text());
        fields.put("created_at", entry.createdAt().toString());
        fields.put("key_version", entry.keyVersion());
        fields.put("encryption", entry.encryption());
        fields.put("key_made_at", entry.keyCreatedAt().toString());
        entry.removedAt().map(Instant::toString).ifPresent(at -> fields.put("removed_at", at));
        return fields;
    }
}
