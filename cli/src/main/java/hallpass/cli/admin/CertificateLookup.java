package hallpass.cli.admin;

import hallpass.client.ClientException;
import hallpass.client.ExitCode;
import hallpass.store.CertificateLedger;
import hallpass.store.LedgerEntry;
import hallpass.trace.PrintableText;

/** A certificate by the serial number that a person types. */
final class CertificateLookup {
    private CertificateLookup() {}

    static LedgerEntry bySerial(CertificateLedger ledger, String typed) throws ClientException {
        return ledger.find(typed)
                .orElseThrow(() -> new ClientException(
                        ExitCode.REFUSED,
                        "the authority issued no certificate with the serial number " + PrintableText.escape(typed),
                        "see those that it issued with hallpass ca list"));
    }
}
