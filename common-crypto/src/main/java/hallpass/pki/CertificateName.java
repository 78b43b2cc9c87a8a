package hallpass.pki;

import hallpass.message.PrincipalName;
import java.util.regex.Pattern;

/** The names that certificates can carry, as common name and as dNSName. */
public final class CertificateName {
    /**
     * ub-common-name (RFC 5280 appendix A.1). The limit also keeps P1 and P5 within one RSA block.
     */
    public static final int MAX_LENGTH = 64;

    /**
     * Labels of 1 to 63 letters, digits and hyphens, without a hyphen at either end (RFC 1034 §3.5,
     * RFC 1123 §2.1).
     */
    private static final Pattern ALLOWED = Pattern.compile(
            "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private CertificateName() {}

    public static boolean isAllowed(PrincipalName name) {
        // Check the length first, to bound the work of the regular expression.
        return name.text().length() <= MAX_LENGTH
                && ALLOWED.matcher(name.text()).matches();
    }

    /** @throws IllegalArgumentException unless {@link #isAllowed} */
    static String requireAllowed(PrincipalName name) {
        if (!isAllowed(name)) {
            throw new IllegalArgumentException("a certificate name has 1 to " + MAX_LENGTH
                    + " letters, digits, hyphens and dots, and begins and ends with a letter or digit");
        }
        return name.text();
    }
}
