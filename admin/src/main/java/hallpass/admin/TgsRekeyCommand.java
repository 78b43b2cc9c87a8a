package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import picocli.CommandLine.Command;

/** {@code hallpass realm rekey-tgs}. */
@Command(
        name = "rekey-tgs",
        description = "Give the TGS a new random key; tickets under the old one work until they end.")
final class TgsRekeyCommand extends AdminCommand {
    TgsRekeyCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        RealmFolder folder = realm.open(environment);
        RealmConfig config = folder.config();
        int version;
        try (AdminAudit audit = audit(folder);
                PrincipalStore principals = Kdc.open(folder, environment.randomness())) {
            KeyRoll roll = new KeyRoll(principals, config, environment.randomness(), AdminStory.on(terminal));
            version = roll.roll(
                    config.ticketGrantingName(),
                    "K_tgs",
                    config.profile().kdcKeys(Deed.TGS_KEY_MADE),
                    config.ticketLifetime(),
                    environment.now(),
                    KeyRoll.OwnKeys.NONE);
            audit.done(audit.entry(AuditEvent.TGS_REKEYED)
                    .with(Fact.SERVER, config.ticketGrantingName())
                    .with(Fact.KEY_VERSION, version));
        }
        terminal.line("The key of the TGS is now v" + version + "; tickets under the old one work until they end.");
        return 0;
    }
}
