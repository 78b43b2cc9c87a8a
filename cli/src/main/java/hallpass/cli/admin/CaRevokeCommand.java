package hallpass.cli.admin;

import hallpass.audit.AdminAuditLog;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.message.AuditEvent;
import hallpass.pki.Crl;
import hallpass.pki.RevocationReason;
import hallpass.provisioning.OfflineCrlPublisher;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.store.StoreException;
import hallpass.trace.AuditField;
import hallpass.trace.PrintableText;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass ca revoke}. */
@Command(
        name = "revoke",
        description = "Revoke a certificate and publish a new CRL.",
        footer = {"", "Examples:", "  hallpass ca revoke 8F3A… --reason keyCompromise"})
public final class CaRevokeCommand extends AdminCommand {
    @Parameters(paramLabel = "SERIAL", description = "The serial number, as shown by hallpass ca list.")
    private String serial = "";

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "An RFC 5280 reason, such as keyCompromise (default: unspecified).")
    private String reason = RevocationReason.UNSPECIFIED.rfcName();

    public CaRevokeCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        RevocationReason revocationReason = RevocationReason.named(reason).orElseThrow(this::unknownReason);
        RealmFolder folder = realm.open(environment);
        try (AdminAuditLog audit = openAudit(folder);
                CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            LedgerEntry entry = CertificateLookup.bySerial(ledger, serial);
            CertificateLedger.RevocationOutcome outcome =
                    ledger.revoke(entry.serial(), revocationReason, environment.now());
            if (outcome != CertificateLedger.RevocationOutcome.ALREADY_REVOKED) {
                audit.record(audit.newEntry(AuditEvent.CERTIFICATE_REVOKED)
                        .with(AuditField.SERIAL, entry.serial())
                        .with(AuditField.SERVER, entry.subject())
                        .with("reason", revocationReason.rfcName()));
            }
            terminal.printLine(
                    outcome == CertificateLedger.RevocationOutcome.ALREADY_REVOKED
                            ? entry.serial() + " is already revoked; nothing was changed."
                            : "Revoked " + entry.serial() + " of " + PrintableText.escape(entry.subject()) + ".");
            return publish(folder, ledger, audit);
        }
    }

    /**
     * Publishes the CRL directly, because the CA's server may be stopped. The revocation is kept
     * even if this fails.
     */
    private int publish(RealmFolder folder, CertificateLedger ledger, AdminAuditLog audit) throws CommandException {
        try {
            Crl crl = OfflineCrlPublisher.publishIfOutdated(folder, ledger, audit, environment.now());
            terminal.printLine("Published CRL number " + crl.number() + " in "
                    + PrintableText.escape(folder.revocationList().toString()) + ".");
            return 0;
        } catch (RealmException | StoreException e) {
            throw new CommandException(
                    ExitCode.LOCAL_FILES,
                    "the certificate is revoked, but the new CRL could not be published (" + e.getMessage() + ")",
                    "publish it with hallpass ca crl; a running ca server also retries");
        }
    }

    private CommandException unknownReason() {
        String known = Arrays.stream(RevocationReason.values())
                .map(RevocationReason::rfcName)
                .collect(Collectors.joining(", "));
        return new CommandException(
                ExitCode.USAGE, "unknown reason " + PrintableText.escape(reason), "use one of " + known);
    }
}
