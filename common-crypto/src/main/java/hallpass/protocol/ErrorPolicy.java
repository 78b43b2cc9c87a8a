package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.SealedParts;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What the sender of a request is told of why it was refused. The trace and the audit have the truth whatever this says. */
@FunctionalInterface
public interface ErrorPolicy {
    /** The truth: which check failed. */
    ErrorPolicy PRECISE = (request, code) -> code;

    /**
     * One code for whatever is wrong with what is sealed in a request. Whoever edits ciphertext, and has no key, learns nothing
     * of what it opens to.
     */
    ErrorPolicy UNIFORM = (request, code) ->
            SealedPartErrors.CODES.contains(code) && SealedParts.hasAny(request) ? ErrorCode.HP_ERR_NOT_ACCEPTED : code;

    ErrorCode publicCode(Message request, ErrorCode code);

    /** The codes of checks that look into a sealed part. */
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
