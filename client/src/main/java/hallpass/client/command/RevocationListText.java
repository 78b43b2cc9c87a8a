package hallpass.client.command;

import hallpass.pki.Certificates;
import hallpass.pki.Pem;
import hallpass.pki.RevocationList;
import hallpass.pki.RevokedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is shown of a list of revoked certificates. */
public final class RevocationListText {
    private RevocationListText() {}

    public static List<String> page(RevocationList list) {
        List<String> lines = new ArrayList<>(List.of(
                "number      " + list.number(),
                "from        " + list.thisUpdate(),
                "next one by " + list.nextUpdate()));
        list.revoked().forEach(each -> lines.add(line(each)));
        if (list.revoked().isEmpty()) {
            lines.add("No certificate is revoked.");
        }
        return lines;
    }

    private static String line(RevokedCertificate revoked) {
        return Certificates.shown(revoked.serial()) + "  revoked " + revoked.at() + ", "
                + revoked.reason().rfcName();
    }

    public static Map<String, Object> fields(RevocationList list) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", list.number());
        fields.put("this_update", list.thisUpdate().toString());
        fields.put("next_update", list.nextUpdate().toString());
        fields.put(
                "revoked",
                list.revoked().stream().map(RevocationListText::entry).toList());
        fields.put("pem", new String(Pem.encode(list), StandardCharsets.US_ASCII).strip());
        return fields;
    }

    private static Map<String, Object> entry(RevokedCertificate revoked) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("serial", Certificates.shown(revoked.serial()));
        entry.put("revoked_at", revoked.at().toString());
        entry.put("reason", revoked.reason().rfcName());
        return entry;
    }
}
