package hallpass.cli.admin;

import hallpass.pki.Pem;
import hallpass.store.LedgerEntry;
import hallpass.trace.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats certificates of the ledger for the terminal. */
final class CertificateText {
    /** A serial number whose certificate is being signed, or whose signing was interrupted. */
    private static final String RESERVED = "reserved, not issued";

    private CertificateText() {}

    static String line(LedgerEntry entry) {
        String state = revocationText(entry).orElse(entry.der().isPresent() ? "until " + entry.notAfter() : RESERVED);
        return entry.serial() + "  " + PrintableText.escape(entry.subject()) + "  " + state;
    }

    private static Optional<String> revocationText(LedgerEntry entry) {
        return entry.revocation()
                .map(revocation -> "revoked " + revocation.revokedAt() + ", "
                        + revocation.reason().rfcName());
    }

    static List<String> details(LedgerEntry entry) {
        return List.of(
                "serial      " + entry.serial(),
                "subject     " + PrintableText.escape(entry.subject()),
                "valid from  " + entry.notBefore(),
                "valid until " + entry.notAfter(),
                "recorded    " + entry.recordedAt(),
                "state       " + revocationText(entry).orElse(entry.der().isPresent() ? "good" : RESERVED));
    }

    /** Returns the certificate in PEM; empty if the serial number is only reserved. */
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
        fields.put(
                "state",
                entry.revocation().isPresent() ? "revoked" : entry.der().isPresent() ? "good" : "reserved");
        entry.revocation().ifPresent(revocation -> {
            fields.put("revoked_at", revocation.revokedAt().toString());
            fields.put("reason", revocation.reason().rfcName());
        });
        return fields;
    }
}
