package hallpass.pki;

import hallpass.message.PrincipalName;
import java.util.regex.Pattern;

/** Which names a certificate can carry: as common name and as dNSName alike. */
public final class CertificateName {
    /** ub-common-name (RFC 5280, appendix A.1). It also keeps P1 and P5 within one RSA block. */
    public static final int MAX_LENGTH = 64;

    /** Labels of letters, digits and hyphens, 63 at most, no hyphen at an edge (RFC 1034 §3.5, RFC 1123 §2.1). */
    private static final Pattern ALLOWED = Pattern.compile(
            "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private CertificateName() {}

    public static boolean isAllowed(PrincipalName name) {
        // The length first: no pattern is tried on text of any length.
        return name.text().length() <= MAX_LENGTH
                && ALLOWED.matcher(name.text()).matches();
    }

    /**
     * @throws IllegalArgumentException if no certificate can carry the name; ask {@link #isAllowed} before
     */
    static String requireAllowed(PrincipalName name) {
        if (!isAllowed(name)) {
            throw new IllegalArgumentException("a certificate's name has 1 to " + MAX_LENGTH
                    + " letters, digits, hyphens and dots, with none of the last two at its ends");
        }
        return name.text();
    }
}
