package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.message.AuditEvent;
import hallpass.provisioning.KdcPrincipals;
import hallpass.provisioning.KeyRotation;
import hallpass.store.PrincipalStore;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import picocli.CommandLine.Command;

/** {@code hallpass realm rekey-tgs}. */
@Command(name = "rekey-tgs", description = "Give the TGS a new key; existing tickets stay valid until they expire.")
public final class RealmRekeyTgsCommand extends AdminCommand {
    public RealmRekeyTgsCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        RealmFolder folder = realm.open(environment);
        RealmConfig config = folder.config();
        int version;
        try (AdminAuditLog audit = openAudit(folder);
                PrincipalStore principals = KdcPrincipals.open(folder, environment.randomness())) {
            KeyRotation rotation =
                    new KeyRotation(principals, config, environment.randomness(), AdminTrace.printingTo(terminal));
            version = rotation.rotate(
                    config.tgsName(),
                    "K_tgs",
                    config.profile().kdcKeyGenerator(Action.TGS_KEY_GENERATED),
                    config.get(Setting.TICKET_LIFETIME),
                    environment.now(),
                    KeyRotation.KeytabUpdate.NONE);
            audit.record(audit.newEntry(AuditEvent.TGS_REKEYED)
                    .with(AuditField.SERVER, config.tgsName())
                    .with(AuditField.KEY_VERSION, version));
        }
        terminal.printLine(
                "The key of the TGS is now v" + version + "; existing tickets stay valid until they expire.");
        return 0;
    }
}
