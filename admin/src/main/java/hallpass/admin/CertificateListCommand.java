package hallpass.admin;

import hallpass.client.command.Environment;
import hallpass.client.command.JsonOption;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass ca list}. */
@Command(name = "list", description = "List the certificates that the authority issued.")
final class CertificateListCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    CertificateListCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        try (CertificateLedger ledger = RealmStores.of(realm.open(environment)).ledger()) {
            List<LedgerEntry> entries = ledger.list();
            if (json.wanted) {
                json.print(
                        Map.of(
                                "certificates",
                                entries.stream().map(CertificateText::fields).toList()),
                        terminal);
            } else if (entries.isEmpty()) {
                terminal.line("The authority has issued no certificate yet.");
            } else {
                entries.forEach(entry -> terminal.line(CertificateText.line(entry)));
            }
        }
        return 0;
    }
}
