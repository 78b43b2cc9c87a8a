package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.NameArguments;
import hallpass.config.Keytab;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.AuditEvent;
import hallpass.message.PrincipalName;
import hallpass.protocol.Profile;
import hallpass.provisioning.KdcPrincipals;
import hallpass.provisioning.ServiceProvisioner;
import hallpass.store.PrincipalStore;
import hallpass.trace.AuditField;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass service add}. */
@Command(
        name = "add",
        description = "Add a service, and write its key to a keytab.",
        footer = {"", "Examples:", "  hallpass service add print/localhost --keytab print.keys"})
public final class ServiceAddCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The service's name, such as print/localhost.")
    private String name = "";

    @Mixin
    private KeytabOption keyTable = new KeytabOption();

    public ServiceAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        RealmFolder folder = realm.open(environment);
        PrincipalName service = NameArguments.service(name, folder.config());
        Path file = keyTable.fileIn(folder);
        // Writes the keytab first, so that an unusable file is found before the KDC changes.
        // The realm's own keytab was created with the realm; another one may be new.
        Keytab table = file.equals(folder.serviceKeytab()) ? Keytab.read(file) : Keytab.readOrEmpty(file);
        folder.requireUnchanged();
        table.write(file);
        try (AdminAuditLog audit = openAudit(folder);
                PrincipalStore principals = KdcPrincipals.open(folder, environment.randomness())) {
            Profile profile = folder.config().profile();
            ServiceProvisioner services = new ServiceProvisioner(
                    principals,
                    profile.cipherSuite().name(),
                    environment.randomness(),
                    AdminTrace.printingTo(terminal));
            Keytab.Entry key = services.add(service, "K_s", profile.serviceKeyGenerator(), environment.now());
            audit.record(audit.newEntry(AuditEvent.SERVICE_ADDED)
                    .with(AuditField.SERVER, service)
                    .with(AuditField.KEY_VERSION, key.version()));
            folder.requireUnchanged();
            table.with(key).write(file);
        }
        terminal.printLine("Added " + service + "; its key is in " + PrintableText.escape(file.toString()) + ".");
        return 0;
    }
}
