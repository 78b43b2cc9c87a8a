package hallpass.protocol;

/** Keeps the account of every request that a server answers. */
@FunctionalInterface
public interface Auditor {
    /** Keeps nothing. */
    Auditor NONE = account -> {};

    /** Called before the reply leaves. A question for the status is no request. */
    void record(Account account);
}
