package hallpass.cli;

import hallpass.pki.Certificates;
import hallpass.pki.Crl;
import hallpass.pki.Pem;
import hallpass.pki.RevokedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Formats CRLs for the terminal and as JSON. */
public final class CrlText {
    private CrlText() {}

    public static List<String> lines(Crl crl) {
        List<String> lines = new ArrayList<>(List.of(
                "number      " + crl.number(), "from        " + crl.thisUpdate(), "next one by " + crl.nextUpdate()));
        crl.revoked().forEach(each -> lines.add(line(each)));
        if (crl.revoked().isEmpty()) {
            lines.add("No certificate is revoked.");
        }
        return lines;
    }

    private static String line(RevokedCertificate revoked) {
        return Certificates.formatSerial(revoked.serial()) + "  revoked " + revoked.revokedAt() + ", "
                + revoked.reason().rfcName();
    }

    public static Map<String, Object> toJson(Crl crl) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", crl.number());
        fields.put("this_update", crl.thisUpdate().toString());
        fields.put("next_update", crl.nextUpdate().toString());
        fields.put("revoked", crl.revoked().stream().map(CrlText::jsonEntry).toList());
        fields.put("pem", new String(Pem.encode(crl), StandardCharsets.US_ASCII).strip());
        return fields;
    }

    private static Map<String, Object> jsonEntry(RevokedCertificate revoked) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("serial", Certificates.formatSerial(revoked.serial()));
        entry.put("revoked_at", revoked.revokedAt().toString());
        entry.put("reason", revoked.reason().rfcName());
        return entry;
    }
}
