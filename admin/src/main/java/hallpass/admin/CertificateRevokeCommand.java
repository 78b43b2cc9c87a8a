package hallpass.admin;

import hallpass.audit.AdminAudit;
import hallpass.audit.AuditEvent;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.pki.RevocationList;
import hallpass.pki.RevocationReason;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.store.RealmStores;
import hallpass.store.StoreException;
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
        description = "Revoke a certificate, and publish the new list of what is revoked.",
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
            return publish(folder, ledger, audit);
        }
    }

    /** Here too, since the server may be down. The revocation stands whatever comes of this. */
    private int publish(RealmFolder folder, CertificateLedger ledger, AdminAudit audit) throws Failure {
        try {
            RevocationList list = PublishedList.newest(folder, ledger, audit, environment.now());
            terminal.line("Published list number " + list.number() + " in "
                    + Printable.of(folder.revocationList().toString()) + ".");
            return 0;
        } catch (RealmProblem | StoreException e) {
            throw new Failure(
                    ExitCode.REALM,
                    "the revocation is kept, and the new list could not be published (" + e.getMessage() + ")",
                    "the ca server publishes it as soon as it can, and so does hallpass ca crl");
        }
    }

    private Failure noSuchReason() {
        String known = Arrays.stream(RevocationReason.values())
                .map(RevocationReason::rfcName)
                .collect(Collectors.joining(", "));
        return new Failure(ExitCode.USAGE, "there is no reason " + Printable.of(reason), "give one of " + known);
    }
}
