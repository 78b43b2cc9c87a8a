package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.client.command.Environment;
import hallpass.client.command.JsonOption;
import hallpass.client.command.RevocationListText;
import hallpass.pki.RevocationList;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import hallpass.trace.Printable;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass ca crl}. */
@Command(
        name = "crl",
        description =
                "Show the list of revoked certificates; a new one is published first if the last does not tell all.",
        footer = {
            "",
            "Examples:",
            "  hallpass ca crl",
            "  hallpass ca crl --out revoked.crl && openssl crl -in revoked.crl -noout -text"
        })
final class RevocationListCommand extends AdminCommand {
    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there, in PEM.")
    private Optional<Path> out = Optional.empty();

    RevocationListCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        RealmFolder folder = realm.open(environment);
        try (AdminAudit audit = audit(folder);
                CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            RevocationList list = PublishedList.newest(folder, ledger, audit, environment.now());
            if (out.isPresent()) {
                PemFiles.write(out.get(), list);
            }
            if (json.wanted) {
                json.print(RevocationListText.fields(list), terminal);
            } else if (out.isPresent()) {
                terminal.line("Wrote list number " + list.number() + " to "
                        + Printable.of(out.get().toString()) + ".");
            } else {
                RevocationListText.page(list).forEach(terminal::line);
            }
        }
        return 0;
    }
}
