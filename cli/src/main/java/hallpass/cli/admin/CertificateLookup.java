package hallpass.cli.admin;

import hallpass.cli.CommandException;
import hallpass.console.ExitCode;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.trace.PrintableText;

/** A certificate by the serial number that a person types. */
final class CertificateLookup {
    private CertificateLookup() {}

    static LedgerEntry bySerial(CertificateLedger ledger, String typed) throws CommandException {
        return ledger.find(typed)
                .orElseThrow(() -> new CommandException(
                        ExitCode.REFUSED,
                        "the authority issued no certificate with the serial number " + PrintableText.escape(typed),
                        "see those that it issued with hallpass ca list"));
    }
}
