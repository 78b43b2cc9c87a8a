package hallpass.protocol;

/** Keeps the account of every request that a server answers. */
@FunctionalInterface
public interface AuditSink {
    /** Keeps nothing. */
    AuditSink NONE = auditRecord -> {};

    /** Called before the reply leaves. A question for the status is no request. */
    void record(AuditRecord auditRecord);

    /**
     * Called before a request is dealt with: what cannot be accounted for is not done.
     *
     * @throws UnavailableException while no account can be kept
     */
    default void requireReady() {}
}
