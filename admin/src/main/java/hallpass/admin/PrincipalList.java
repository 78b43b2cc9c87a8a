package hallpass.admin;

import hallpass.client.command.Environment;
import hallpass.client.command.JsonOption;
import hallpass.client.command.Terminal;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.trace.Printable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The principals of one kind, for people or for a script. */
record PrincipalList(List<PrincipalEntry> entries, Terminal terminal) {
    static PrincipalList of(Kind kind, RealmFolder realm, Environment environment) throws RealmProblem {
        try (PrincipalStore principals = Kdc.open(realm, environment.randomness())) {
            List<PrincipalEntry> entries = principals.list().stream()
                    .filter(entry -> entry.kind() == kind)
                    .toList();
            return new PrincipalList(entries, environment.terminal());
        }
    }

    /** @param what what the principals are called, such as {@code users} */
    void print(String what, JsonOption json) {
        if (json.wanted) {
            json.print(Map.of(what, entries.stream().map(PrincipalList::fields).toList()), terminal);
        } else if (entries.isEmpty()) {
            terminal.line("There are no " + what + " yet.");
        } else {
            entries.forEach(entry -> terminal.line(line(entry)));
        }
    }

    private static String line(PrincipalEntry entry) {
        String state = entry.removedAt().map(at -> "  removed " + at).orElse("");
        return "%-24s key v%-3d %-10s since %s%s"
                .formatted(
                        Printable.of(entry.name().text()),
                        entry.keyVersion(),
                        entry.encryption(),
                        entry.keyMadeAt(),
                        state);
    }

    private static Map<String, Object> fields(PrincipalEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name().text());
        fields.put("created_at", entry.createdAt().toString());
        fields.put("key_version", entry.keyVersion());
        fields.put("encryption", entry.encryption());
        fields.put("key_made_at", entry.keyMadeAt().toString());
        entry.removedAt().map(Instant::toString).ifPresent(at -> fields.put("removed_at", at));
        return fields;
    }
}
