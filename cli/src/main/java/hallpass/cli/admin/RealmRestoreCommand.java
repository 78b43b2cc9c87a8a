package hallpass.cli.admin;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HelpOption;
import hallpass.cli.RealmOption;
import hallpass.cli.Terminal;
import hallpass.config.RealmException;
import hallpass.config.StoreLocation;
import hallpass.provisioning.BackupArchive;
import hallpass.provisioning.RealmRestore;
import hallpass.provisioning.RealmRestore.RestoredRealm;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass realm restore}. */
@Command(
        name = "restore",
        description = {
            "Restore a realm from a file of hallpass realm backup. Stop the realm's servers first.",
            "Changes since the backup are lost. Use --realm for another folder than that of the realm."
        },
        footer = {
            "",
            "Examples:",
            "  hallpass realm restore realm.zip --realm /srv/new-realm",
            "  hallpass realm restore realm.zip --replace",
            "  hallpass realm restore realm.zip --to sqlite --realm /tmp/copy"
        })
public final class RealmRestoreCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    RealmOption realm = new RealmOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(
            names = "--replace",
            description = "Replace an existing realm. Its folder is renamed to DIR.before-restore-TIME.")
    private boolean replace;

    @Option(
            names = "--to",
            paramLabel = "URL|sqlite",
            description = "Restore to this store instead of the one in the backup's realm.toml.")
    private Optional<String> to = Optional.empty();

    @Mixin
    private StorePasswordOption storePassword = new StorePasswordOption();

    public RealmRestoreCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws RealmException {
        Terminal terminal = environment.terminal();
        try (BackupArchive archive = BackupArchive.open(file)) {
            RealmRestore restore = new RealmRestore(
                            archive, realm.folder(environment), environment.clock(), environment.randomness())
                    .by(AdminCommand.operator());
            if (to.isPresent()) {
                restore.to(StoreLocation.parse(to.get()));
            }
            String password = storePassword.read();
            if (!password.isEmpty()) {
                restore.withStorePassword(password);
            }
            if (replace) {
                restore.replacingExisting();
            }
            report(restore.run(), archive, terminal);
        }
        return 0;
    }

    private static void report(RestoredRealm restored, BackupArchive archive, Terminal terminal) {
        terminal.printLine("Restored the realm " + archive.manifest().realm() + " of "
                + archive.manifest().time().truncatedTo(ChronoUnit.SECONDS) + " to "
                + PrintableText.escape(restored.realm().root().toString()) + ".");
        restored.previous()
                .ifPresent(folder -> terminal.printLine(
                        "The replaced realm is in " + PrintableText.escape(folder.toString()) + "."));
        if (restored.keptRevocations() > 0) {
            terminal.printLine("Revocations that are newer than the backup were kept: " + restored.keptRevocations());
        }
        terminal.printLine("Passwords and keys are those of that time. Users log in again. Start the servers, and run:"
                + " hallpass audit verify");
    }
}
