package hallpass.admin;

import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.HelpOption;
import hallpass.client.command.JsonOption;
import hallpass.client.command.RealmOption;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass ca show}. */
@Command(name = "show", description = "Show one certificate, and its PEM for openssl x509 -text.")
final class CertificateShowCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOption realm = new RealmOption();

    @Mixin
    HelpOption help = new HelpOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "SERIAL", description = "The certificate's serial number, as hallpass ca list shows it.")
    private String serial = "";

    CertificateShowCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, RealmProblem {
        try (CertificateLedger ledger =
                CertificateLedger.open(realm.open(environment).ledger())) {
            LedgerEntry entry = Serial.find(ledger, serial);
            if (json.wanted) {
                Map<String, Object> fields = CertificateText.fields(entry);
                fields.put("pem", CertificateText.pem(entry));
                json.print(fields, environment.terminal());
            } else {
                CertificateText.page(entry).forEach(environment.terminal()::line);
                environment.terminal().line(CertificateText.pem(entry));
            }
        }
        return 0;
    }
}
