package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CrlOutput;
import hallpass.cli.JsonOption;
import hallpass.config.OutputFile;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.pki.Crl;
import hallpass.provisioning.OfflineCrlPublisher;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass ca crl}. */
@Command(
        name = "crl",
        description = "Show the CRL. Publishes a new one first if the last is out of date.",
        footer = {
            "",
            "Examples:",
            "  hallpass ca crl",
            "  hallpass ca crl --out revoked.crl && openssl crl -in revoked.crl -noout -text"
        })
public final class CaCrlCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the CRL to a file, in PEM.")
    private Optional<Path> out = Optional.empty();

    public CaCrlCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmException {
        RealmFolder folder = realm.open(environment);
        Optional<OutputFile> output = out.map(OutputFile::new);
        if (output.isPresent()) {
            output.get().requireWritable();
        }
        try (AdminAuditLog audit = openAudit(folder);
                CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            Crl crl = OfflineCrlPublisher.publishIfOutdated(folder, ledger, audit, environment.now());
            new CrlOutput(output, json, terminal).print(crl);
        }
        return 0;
    }
}
