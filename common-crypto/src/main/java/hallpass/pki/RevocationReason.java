package hallpass.pki;

import java.util.Arrays;
import java.util.Optional;

/**
 * The reason of a revocation (CRLReason, RFC 5280 §5.3.1), without removeFromCRL, which occurs only
 * in delta CRLs.
 */
public enum RevocationReason {
    UNSPECIFIED(0, "unspecified"),
    KEY_COMPROMISE(1, "keyCompromise"),
    CA_COMPROMISE(2, "cACompromise"),
    AFFILIATION_CHANGED(3, "affiliationChanged"),
    SUPERSEDED(4, "superseded"),
    CESSATION_OF_OPERATION(5, "cessationOfOperation"),
    CERTIFICATE_HOLD(6, "certificateHold"),
    PRIVILEGE_WITHDRAWN(9, "privilegeWithdrawn"),
    AA_COMPROMISE(10, "aACompromise");

    private final int number;
    private final String rfcName;

    RevocationReason(int number, String rfcName) {
        this.number = number;
        this.rfcName = rfcName;
    }

    /** The value of CRLReason. */
    public int number() {
        return number;
    }

    /** The name in RFC 5280. */
    public String rfcName() {
        return rfcName;
    }

    /** Finds a reason by its name in RFC 5280, ignoring case. */
    public static Optional<RevocationReason> named(String rfcName) {
        return Arrays.stream(values())
                .filter(reason -> reason.rfcName.equalsIgnoreCase(rfcName))
                .findFirst();
    }

    static Optional<RevocationReason> numbered(int number) {
        return Arrays.stream(values()).filter(reason -> reason.number == number).findFirst();
    }
}
