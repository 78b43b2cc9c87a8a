package hallpass.admin;

import hallpass.pki.Pem;
import hallpass.store.LedgerEntry;
import hallpass.trace.Printable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is shown of a certificate in the ledger. */
final class CertificateText {
    private CertificateText() {}

    static String line(LedgerEntry entry) {
        String state = entry.revocation()
                .map(revocation -> "revoked " + revocation.at() + ", "
                        + revocation.reason().rfcName())
                .orElse("until " + entry.notAfter());
        return entry.serial() + "  " + Printable.of(entry.subject()) + "  " + state;
    }

    static List<String> page(LedgerEntry entry) {
        return List.of(
                "serial      " + entry.serial(),
                "subject     " + Printable.of(entry.subject()),
                "valid from  " + entry.notBefore(),
                "valid until " + entry.notAfter(),
                "recorded    " + entry.recordedAt(),
                "state       "
                        + entry.revocation()
                                .map(revocation -> "revoked " + revocation.at() + ", "
                                        + revocation.reason().rfcName())
                                .orElse("good"));
    }

    /** None for a certificate whose issuing was cut short before it was signed, or after. */
    static Optional<String> pem(LedgerEntry entry) {
        return entry.der().map(der -> new String(Pem.encode(der), StandardCharsets.US_ASCII).strip());
    }

    static Map<String, Object> fields(LedgerEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("serial", entry.serial());
        fields.put("subject", entry.subject());
        fields.put("not_before", entry.notBefore().toString());
        fields.put("not_after", entry.notAfter().toString());
        fields.put("recorded_at", entry.recordedAt().toString());
        entry.revocation().ifPresent(revocation -> {
            fields.put("revoked_at", revocation.at().toString());
            fields.put("reason", revocation.reason().rfcName());
        });
        return fields;
    }
}
