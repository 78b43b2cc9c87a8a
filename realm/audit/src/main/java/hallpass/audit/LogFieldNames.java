package hallpass.audit;

/**
 * The fields that the log itself writes; {@link hallpass.trace.AuditField} has those of requests.
 */
final class LogFieldNames {
    static final String PEER = "peer";
    static final String REQUEST = "request";
    static final String CODE = "code";
    static final String REASON = "reason";
    /** The number of equal refusals that a line stands for, if more than one. */
    static final String TIMES = "times";
    /** The operating system user who ran a command. */
    static final String BY = "by";

    static final String SIGNATURE = "signature";
    /** The number of truncated bytes of an unterminated line. */
    static final String CUT = "cut";
    /** The number of lines after the last checkpoint. */
    static final String UNSIGNED = "unsigned";
    /** The number of lost entries. */
    static final String LOST = "lost";
    /** The file name of the corrupt log. */
    static final String KEPT = "kept";

    /** The SHA-256 of the corrupt log. */
    static final String KEPT_HASH = "keptHash";

    private LogFieldNames() {}
}
