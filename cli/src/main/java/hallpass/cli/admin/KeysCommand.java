package hallpass.cli.admin;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.JsonOption;
import hallpass.config.RealmException;
import hallpass.provisioning.KdcPrincipals;
import hallpass.store.KeyEntry;
import hallpass.store.PrincipalStore;
import hallpass.trace.DisplayWidth;
import hallpass.trace.PrintableText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass keys}. */
@Command(name = "keys", description = "List the versions of all keys in the KDC, without the keys themselves.")
public final class KeysCommand extends AdminCommand {
    private static final int NAME_COLUMNS = 24;

    @Mixin
    private JsonOption json = new JsonOption();

    public KeysCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        List<KeyEntry> keys;
        try (PrincipalStore principals = KdcPrincipals.open(realm.open(environment), environment.randomness())) {
            keys = principals.keys();
        }
        Instant now = environment.now();
        if (json.requested) {
            json.print(Map.of("keys", keys.stream().map(KeysCommand::fields).toList()), terminal);
        } else {
            keys.forEach(key -> terminal.printLine(line(key, now)));
        }
        return 0;
    }

    private static String line(KeyEntry key, Instant now) {
        String state = key.retiresAt()
                .map(at -> now.isBefore(at) ? "valid until " + seconds(at) : "retired " + seconds(at))
                .orElse("newest");
        return DisplayWidth.pad(PrintableText.escape(key.principal().text()), NAME_COLUMNS)
                + String.format(Locale.ROOT, " v%-3d %-10s %s", key.version(), key.encryption(), state);
    }

    private static Instant seconds(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond());
    }

    private static Map<String, Object> fields(KeyEntry key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", key.principal().text());
        fields.put("version", key.version());
        fields.put("encryption", key.encryption());
        fields.put("made_at", key.createdAt().toString());
        key.retiresAt().map(Instant::toString).ifPresent(at -> fields.put("retires_at", at));
        return fields;
    }
}
