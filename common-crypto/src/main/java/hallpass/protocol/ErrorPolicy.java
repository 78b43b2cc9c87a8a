package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.SealedParts;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Chooses the error code that a refused peer receives. Trace and audit always record the actual
 * code.
 */
@FunctionalInterface
public interface ErrorPolicy {
    /** Reports the actual code. */
    ErrorPolicy PRECISE = (request, code) -> code;

    /**
     * Reports one code for every failed check of an encrypted part, so that modified ciphertext
     * reveals nothing about its plaintext.
     */
    ErrorPolicy UNIFORM = (request, code) ->
            SealedPartErrors.CODES.contains(code) && SealedParts.hasAny(request) ? ErrorCode.HP_ERR_NOT_ACCEPTED : code;

    ErrorCode publicCode(Message request, ErrorCode code);

    /** Codes of checks that depend on the contents of an encrypted part. */
    final class SealedPartErrors {
        private static final Set<ErrorCode> CODES = Collections.unmodifiableSet(EnumSet.of(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                ErrorCode.KRB_AP_ERR_TKT_NYV,
                ErrorCode.KRB_AP_ERR_NOT_US,
                ErrorCode.KRB_AP_ERR_BADMATCH,
                ErrorCode.KRB_AP_ERR_SKEW,
                ErrorCode.KRB_AP_ERR_BADADDR,
                ErrorCode.KRB_AP_ERR_MODIFIED));

        private SealedPartErrors() {}
    }
}
