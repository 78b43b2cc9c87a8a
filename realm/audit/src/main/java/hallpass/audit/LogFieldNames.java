package hallpass.audit;

/** The facts that the log itself tells; those of requests are {@link hallpass.trace.AuditField}. */
final class LogFieldNames {
    static final String PEER = "peer";
    static final String REQUEST = "request";
    static final String CODE = "code";
    static final String REASON = "reason";
    /** How many equal refusals a line stands for, where it is more than one. */
    static final String TIMES = "times";
    /** The operating system's user who ran a command. */
    static final String BY = "by";

    static final String SIGNATURE = "signature";
    /** How many bytes of an unfinished line were cut off. */
    static final String CUT = "cut";
    /** How many whole lines there were after the last signed one. */
    static final String UNSIGNED = "unsigned";
    /** How many lines could not be written and are lost. */
    static final String LOST = "lost";
    /** The file that a broken log was moved to, and its SHA-256. */
    static final String KEPT = "kept";

    static final String KEPT_HASH = "keptHash";

    private LogFieldNames() {}
}
