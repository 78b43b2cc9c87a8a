package hallpass.cli.admin;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.JsonOption;
import hallpass.config.RealmException;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass ca list}. */
@Command(name = "list", description = "List the issued certificates.")
public final class CaListCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    public CaListCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        try (CertificateLedger ledger = RealmStores.of(realm.open(environment)).ledger()) {
            List<LedgerEntry> entries = ledger.list();
            if (json.requested) {
                json.print(
                        Map.of(
                                "certificates",
                                entries.stream().map(CertificateText::fields).toList()),
                        terminal);
            } else if (entries.isEmpty()) {
                terminal.printLine("The CA has not issued any certificates yet.");
            } else {
                entries.forEach(entry -> terminal.printLine(CertificateText.line(entry)));
            }
        }
        return 0;
    }
}
