package hallpass.cli.admin;

import hallpass.cli.CommandException;
import hallpass.console.ExitCode;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.trace.PrintableText;

/** Finds certificates by serial number in the ledger. */
final class CertificateLookup {
    private CertificateLookup() {}

    static LedgerEntry bySerial(CertificateLedger ledger, String serial) throws CommandException {
        return ledger.find(serial)
                .orElseThrow(() -> new CommandException(
                        ExitCode.REFUSED,
                        "no certificate has the serial number " + PrintableText.escape(serial),
                        "list the certificates with hallpass ca list"));
    }
}
