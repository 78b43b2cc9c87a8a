package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.pki.RevocationReason;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.trace.Fact;
import hallpass.trace.Printable;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass ca revoke}. */
@Command(
        name = "revoke",
        description = "Revoke a certificate; the ledger keeps when and why.",
        footer = {"", "Examples:", "  hallpass ca revoke 8F3A… --reason keyCompromise"})
final class CertificateRevokeCommand extends AdminCommand {
    @Parameters(paramLabel = "SERIAL", description = "The certificate's serial number, as hallpass ca list shows it.")
    private String serial = "";

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Why, as RFC 5280 spells it, such as keyCompromise or superseded (default: unspecified).")
    private String reason = RevocationReason.UNSPECIFIED.rfcName();

    CertificateRevokeCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        RevocationReason why = RevocationReason.named(reason).orElseThrow(this::noSuchReason);
        RealmFolder folder = realm.open(environment);
        try (AdminAudit audit = audit(folder);
                CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            LedgerEntry entry = Serial.find(ledger, serial);
            CertificateLedger.Outcome outcome = ledger.revoke(entry.serial(), why, environment.now());
            if (outcome != CertificateLedger.Outcome.ALREADY_REVOKED) {
                audit.done(audit.entry(AuditEvent.CERTIFICATE_REVOKED)
                        .with(Fact.SERIAL, entry.serial())
                        .with(Fact.SERVER, entry.subject())
                        .with("reason", why.rfcName()));
            }
            terminal.line(
                    outcome == CertificateLedger.Outcome.ALREADY_REVOKED
                            ? entry.serial() + " was revoked before; nothing was changed."
                            : "Revoked " + entry.serial() + " of " + Printable.of(entry.subject()) + ".");
        }
        return 0;
    }

    private Failure noSuchReason() {
        String known = Arrays.stream(RevocationReason.values())
                .map(RevocationReason::rfcName)
                .collect(Collectors.joining(", "));
        return new Failure(ExitCode.USAGE, "there is no reason " + Printable.of(reason), "give one of " + known);
    }
}
