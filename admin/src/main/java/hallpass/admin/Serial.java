package hallpass.admin;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.trace.Printable;

/** A certificate by the serial number that a person types. */
final class Serial {
    private Serial() {}

    static LedgerEntry find(CertificateLedger ledger, String typed) throws Failure {
        return ledger.find(typed)
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED,
                        "the authority issued no certificate with the serial number " + Printable.of(typed),
                        "see those that it issued with hallpass ca list"));
    }
}
