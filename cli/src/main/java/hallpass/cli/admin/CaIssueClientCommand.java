package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.NameArguments;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.provisioning.ClientCertificateIssuer;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import hallpass.trace.AuditField;
import hallpass.trace.PrintableText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hallpass ca issue-client}. */
@Command(
        name = "issue-client",
        description = "Issue a certificate that proves a client's name to the application server.",
        footer = {
            "",
            "Realms with the guard client-certificate require it. Earlier certificates stay valid",
            "until they expire or are revoked.",
            "",
            "Examples:",
            "  hallpass ca issue-client ID-Client2"
        })
public final class CaIssueClientCommand extends AdminCommand {
    @Parameters(paramLabel = "NAME", description = "The client's name: letters, digits, '-' and '.', at most 64.")
    private String name = "";

    public CaIssueClientCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        RealmFolder folder = realm.open(environment);
        PrincipalName client = NameArguments.pki(name, folder.config());
        // Equal issuer and subject would make the certificate look self-signed.
        if (client.equals(folder.config().authorityName())) {
            throw new CommandException(ExitCode.USAGE, client + " is the name of the CA", "choose another name");
        }
        CertificateAuthority authority =
                PemFiles.readAuthority(folder.authorityCertificate(Party.CA), folder.authorityKey());
        try (AdminAuditLog audit = openAudit(folder);
                CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            Optional<String> replaced = currentSerial(client, folder);
            X509Certificate certificate = new ClientCertificateIssuer(
                            folder, authority, ledger, environment.randomness())
                    .issue(client, environment.now());
            String serial = CertificateLedger.formatSerial(certificate.getSerialNumber());
            audit.record(audit.newEntry(AuditEvent.CERTIFICATE_ISSUED)
                    .with(AuditField.SERIAL, serial)
                    .with(AuditField.CLIENT, client));
            terminal.printLine("Issued " + serial + " to " + client + ": "
                    + PrintableText.escape(folder.clientCertificate(client).toString()) + ", with the key beside it.");
            replaced.ifPresent(
                    old -> terminal.printLine("It replaces " + old + ", whose key is gone. Revoke that with: "
                            + "hallpass ca revoke " + old + " --reason superseded"));
        }
        return 0;
    }

    /** The serial number of the certificate that the client folder holds now. */
    private static Optional<String> currentSerial(PrincipalName client, RealmFolder folder) throws RealmException {
        Path file = folder.clientCertificate(client);
        return Files.exists(file)
                ? Optional.of(CertificateLedger.formatSerial(
                        PemFiles.readCertificate(file).getSerialNumber()))
                : Optional.empty();
    }
}
