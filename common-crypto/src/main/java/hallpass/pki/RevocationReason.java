package hallpass.pki;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a certificate is revoked (CRLReason, RFC 5280 §5.3.1). Without removeFromCRL, which takes a certificate off a list
 * again.
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

    /** The value of the CRLReason. */
    public int number() {
        return number;
    }

    /** As RFC 5280 spells it. */
    public String rfcName() {
        return rfcName;
    }

    /** The reason that RFC 5280 calls so, in letters of any case. */
    public static Optional<RevocationReason> named(String rfcName) {
        return Arrays.stream(values())
                .filter(reason -> reason.rfcName.equalsIgnoreCase(rfcName))
                .findFirst();
    }

    /** The reason of a CRLReason's value. */
    static Optional<RevocationReason> numbered(int number) {
        return Arrays.stream(values()).filter(reason -> reason.number == number).findFirst();
    }
}
