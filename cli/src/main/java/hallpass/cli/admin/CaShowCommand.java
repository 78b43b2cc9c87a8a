package hallpass.cli.admin;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.JsonOption;
import hallpass.config.RealmException;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass ca show}. */
@Command(name = "show", description = "Show a certificate, with its PEM for openssl x509 -text.")
public final class CaShowCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "SERIAL", description = "The serial number, as shown by hallpass ca list.")
    private String serial = "";

    public CaShowCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        try (CertificateLedger ledger = RealmStores.of(realm.open(environment)).ledger()) {
            LedgerEntry entry = CertificateLookup.bySerial(ledger, serial);
            if (json.requested) {
                Map<String, Object> fields = CertificateText.fields(entry);
                CertificateText.pem(entry).ifPresent(pem -> fields.put("pem", pem));
                json.print(fields, terminal);
            } else {
                CertificateText.details(entry).forEach(terminal::printLine);
                CertificateText.pem(entry).ifPresent(terminal::printLine);
            }
        }
        return 0;
    }
}
