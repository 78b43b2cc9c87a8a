package hallpass.protocol;

/** Stores the outcome of every request that a server answers. */
@FunctionalInterface
public interface AuditSink {
    /** Discards all records. */
    AuditSink NONE = auditRecord -> {};

    /** Stores a record before the reply is sent. Status requests are not recorded. */
    void record(AuditRecord auditRecord);

    /**
     * Checks that records can be stored, before a request is handled.
     *
     * @throws UnavailableException if records cannot be stored; the request is then refused
     */
    default void requireReady() {}
}
