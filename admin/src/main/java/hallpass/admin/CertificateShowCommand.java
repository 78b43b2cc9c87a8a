package hallpass.admin;

import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.JsonOption;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass ca show}. */
@Command(name = "show", description = "Show one certificate, and its PEM for openssl x509 -text.")
final class CertificateShowCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "SERIAL", description = "The certificate's serial number, as hallpass ca list shows it.")
    private String serial = "";

    CertificateShowCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        try (CertificateLedger ledger = RealmStores.of(realm.open(environment)).ledger()) {
            LedgerEntry entry = Serial.find(ledger, serial);
            if (json.wanted) {
                Map<String, Object> fields = CertificateText.fields(entry);
                CertificateText.pem(entry).ifPresent(pem -> fields.put("pem", pem));
                json.print(fields, terminal);
            } else {
                CertificateText.page(entry).forEach(terminal::line);
                CertificateText.pem(entry).ifPresent(terminal::line);
            }
        }
        return 0;
    }
}
