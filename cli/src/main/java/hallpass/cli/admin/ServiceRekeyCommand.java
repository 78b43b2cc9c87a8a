package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.NameArguments;
import hallpass.config.Keytab;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.console.ExitCode;
import hallpass.message.AuditEvent;
import hallpass.message.PrincipalName;
import hallpass.protocol.ServiceKeyGenerator;
import hallpass.provisioning.KdcPrincipals;
import hallpass.provisioning.KeyRotation;
import hallpass.store.PrincipalStore;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass service rekey}. */
@Command(
        name = "rekey",
        description = "Give a service a new key; existing tokens stay valid until they expire.",
        footer = {"", "Examples:", "  hallpass service rekey desk/localhost"})
public final class ServiceRekeyCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The service's name, such as desk/localhost.")
    private String name = "";

    @Mixin
    private KeytabOption keyTable = new KeytabOption();

    public ServiceRekeyCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        RealmFolder folder = realm.open(environment);
        RealmConfig config = folder.config();
        PrincipalName service = service(config);
        Instant now = environment.now();
        int version;
        try (AdminAuditLog audit = openAudit(folder);
                PrincipalStore principals = KdcPrincipals.open(folder, environment.randomness())) {
            KeyRotation rotation =
                    new KeyRotation(principals, config, environment.randomness(), AdminTrace.printingTo(terminal));
            version = rotation.rotate(
                    service,
                    "K_s",
                    keySource(service, config),
                    config.get(Setting.TOKEN_LIFETIME),
                    now,
                    keytabUpdate(service, folder, now));
            audit.record(audit.newEntry(AuditEvent.SERVICE_REKEYED)
                    .with(AuditField.SERVER, service)
                    .with(AuditField.KEY_VERSION, version));
        }
        terminal.printLine(
                "The key of " + service + " is now v" + version + "; existing tokens stay valid until they expire.");
        return 0;
    }

    /** The key-update service belongs to the KDC, so its key is random in every realm. */
    private static ServiceKeyGenerator keySource(PrincipalName service, RealmConfig config) {
        return service.equals(RealmConfig.KEY_UPDATE_SERVICE)
                ? config.profile().kdcKeyGenerator(Action.SERVICE_KEY_GENERATED)
                : config.profile().serviceKeyGenerator();
    }

    /** Parses the name, and accepts the otherwise reserved name of the key-update service. */
    private PrincipalName service(RealmConfig config) throws CommandException, RealmException {
        String typed = NameArguments.withoutRealm(name, config);
        if (typed.equals(config.tgsName().text())) {
            throw new CommandException(
                    ExitCode.LOCAL_FILES,
                    typed + " is the ticket-granting service",
                    "give it a new key with hallpass realm rekey-tgs");
        }
        return typed.equals(RealmConfig.KEY_UPDATE_SERVICE.text())
                ? RealmConfig.KEY_UPDATE_SERVICE
                : NameArguments.service(typed, config);
    }

    /** The key-update service has no keytab: it reads its key from the principal database. */
    private KeyRotation.KeytabUpdate keytabUpdate(PrincipalName service, RealmFolder folder, Instant now)
            throws CommandException, RealmException {
        if (service.equals(RealmConfig.KEY_UPDATE_SERVICE)) {
            return KeyRotation.KeytabUpdate.NONE;
        }
        Path file = keyTable.fileIn(folder);
        if (Keytab.read(file).entriesOf(service).isEmpty()) {
            throw new CommandException(
                    ExitCode.LOCAL_FILES,
                    PrintableText.escape(file.toString()) + " has no key of " + service,
                    "check the name with hallpass service list, or give the keytab of the service with --keytab FILE");
        }
        return (newest, olderRetireAt) -> {
            folder.requireUnchanged();
            Keytab.read(file).withNewKey(newest, now, olderRetireAt).write(file);
        };
    }
}
