package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.client.command.Names;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import hallpass.trace.Fact;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import java.security.cert.X509Certificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hallpass ca issue-client}. */
@Command(
        name = "issue-client",
        description = "Issue a certificate with which a client proves its name at the certificate door.",
        footer = {
            "",
            "It is asked for in a realm with the guard client-certificate. One issued before stays good until it is revoked.",
            "",
            "Examples:",
            "  hallpass ca issue-client ID-Client2"
        })
final class ClientIssueCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The client's name: letters, digits, '-' and '.', at most 64.")
    private String name = "";

    ClientIssueCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        PrincipalName client = Names.pki(name);
        RealmFolder folder = realm.open(environment);
        // Issuer and subject of one name would make the certificate look like the authority's.
        if (client.equals(folder.config().authorityName())) {
            throw new Failure(ExitCode.USAGE, client + " is the authority's own name", "choose another one");
        }
        CertificateAuthority authority =
                PemFiles.authority(folder.authorityCertificate(Party.CA), folder.authorityKey());
        try (AdminAudit audit = audit(folder);
                CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            X509Certificate certificate = new ClientCertificates(folder, authority, ledger, environment.randomness())
                    .issue(client, environment.now());
            String serial = CertificateLedger.serial(certificate.getSerialNumber());
            audit.done(audit.entry(AuditEvent.CERTIFICATE_ISSUED)
                    .with(Fact.SERIAL, serial)
                    .with(Fact.CLIENT, client));
            terminal.line("Issued " + serial + " to " + client + ": "
                    + Printable.of(folder.clientCertificate(client).toString()) + ", and its key beside it.");
        }
        return 0;
    }
}
