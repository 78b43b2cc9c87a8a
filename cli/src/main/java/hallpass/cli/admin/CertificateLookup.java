package hallpass.cli.admin;

import hallpass.cli.CommandException;
import hallpass.console.ExitCode;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.trace.PrintableText;

/** Looks up certificates by serial number. */
final class CertificateLookup {
    private CertificateLookup() {}

    static LedgerEntry bySerial(CertificateLedger ledger, String typed) throws CommandException {
        return ledger.find(typed)
                .orElseThrow(() -> new CommandException(
                        ExitCode.REFUSED,
                        "no certificate has the serial number " + PrintableText.escape(typed),
                        "list the certificates with hallpass ca list"));
    }
}
