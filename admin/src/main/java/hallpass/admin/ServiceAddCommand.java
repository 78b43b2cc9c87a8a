package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.Names;
import hallpass.message.PrincipalName;
import hallpass.protocol.Profile;
import hallpass.realm.KeyTable;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Fact;
import hallpass.trace.Printable;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass service add}. */
@Command(
        name = "add",
        description = "Add a service with a key of its own, and put the key into a key table.",
        footer = {"", "Examples:", "  hallpass service add print/localhost --key-table print.keys"})
final class ServiceAddCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The service's name, such as print/localhost.")
    private String name = "";

    @Mixin
    private KeyTableOption keyTable = new KeyTableOption();

    ServiceAddCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        RealmFolder folder = realm.open(environment);
        PrincipalName service = Names.service(name);
        Path file = keyTable.in(folder);
        // Read and written first: a table that cannot be used is found before the KDC knows the service.
        KeyTable table = KeyTable.readOrEmpty(file);
        table.write(file);
        try (AdminAudit audit = audit(folder);
                PrincipalStore principals = Kdc.open(folder, environment.randomness())) {
            Profile profile = folder.config().profile();
            NewServices services = new NewServices(
                    principals, profile.suite().name(), environment.randomness(), AdminStory.on(terminal));
            KeyTable.Entry key = services.add(service, "K_s", profile.serviceKeys(), environment.now());
            audit.done(audit.entry(AuditEvent.SERVICE_ADDED)
                    .with(Fact.SERVER, service)
                    .with(Fact.KEY_VERSION, key.version()));
            table.with(key).write(file);
        }
        terminal.line("Added " + service + "; its key is in " + Printable.of(file.toString()) + ".");
        return 0;
    }
}
