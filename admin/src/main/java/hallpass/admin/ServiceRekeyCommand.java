package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.Names;
import hallpass.message.PrincipalName;
import hallpass.protocol.NewServiceKeys;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import hallpass.trace.Printable;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass service rekey}. */
@Command(
        name = "rekey",
        description = "Give a service a new key; tokens under the old one work until they end.",
        footer = {"", "Examples:", "  hallpass service rekey desk/localhost"})
final class ServiceRekeyCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The service's name, such as desk/localhost.")
    private String name = "";

    @Mixin
    private KeyTableOption keyTable = new KeyTableOption();

    ServiceRekeyCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        RealmFolder folder = realm.open(environment);
        RealmConfig config = folder.config();
        PrincipalName service = service(config);
        Instant now = environment.now();
        int version;
        try (AdminAudit audit = audit(folder);
                PrincipalStore principals = Kdc.open(folder, environment.randomness())) {
            KeyRoll roll = new KeyRoll(principals, config, environment.randomness(), AdminStory.on(terminal));
            version = roll.roll(
                    service, "K_s", keys(service, config), config.tokenLifetime(), now, ownKeys(service, folder, now));
            audit.done(audit.entry(AuditEvent.SERVICE_REKEYED)
                    .with(Fact.SERVER, service)
                    .with(Fact.KEY_VERSION, version));
        }
        terminal.line(
                "The key of " + service + " is now v" + version + "; tokens under the old one work until they end.");
        return 0;
    }

    /** Nobody is ever asked for a passphrase of the KDC's own. */
    private static NewServiceKeys keys(PrincipalName service, RealmConfig config) {
        return service.equals(RealmConfig.KEY_UPDATE)
                ? config.profile().kdcKeys(Deed.SERVICE_KEY_MADE)
                : config.profile().serviceKeys();
    }

    /** Also one of the KDC's own, whose names no other service may have. */
    private PrincipalName service(RealmConfig config) throws Failure, RealmProblem {
        if (name.equals(config.ticketGrantingName().text())) {
            throw new RealmProblem(name + " is the TGS itself. Its key is rolled with: hallpass realm rekey-tgs");
        }
        return name.equals(RealmConfig.KEY_UPDATE.text()) ? RealmConfig.KEY_UPDATE : Names.service(name);
    }

    /** The KDC's own services look their keys up where the KDC does. */
    private KeyRoll.OwnKeys ownKeys(PrincipalName service, RealmFolder folder, Instant now) throws RealmProblem {
        if (service.equals(RealmConfig.KEY_UPDATE)) {
            return KeyRoll.OwnKeys.NONE;
        }
        Path file = keyTable.in(folder);
        if (KeyTable.read(file).of(service).isEmpty()) {
            throw new RealmProblem(Printable.of(file.toString()) + " has no key of " + service
                    + ". Name the service's own key table with --key-table FILE.");
        }
        return (newest, olderRetireAt) ->
                KeyTable.read(file).rolled(newest, now, olderRetireAt).write(file);
    }
}
