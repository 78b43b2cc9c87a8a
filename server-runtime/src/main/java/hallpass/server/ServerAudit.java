package hallpass.server;

import hallpass.audit.AuditEvent;
import hallpass.audit.AuditTrail;
import hallpass.protocol.Account;
import hallpass.protocol.Auditor;
import hallpass.protocol.Status;
import hallpass.realm.RealmProblem;
import hallpass.trace.Fact;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The audit log of a server. It is opened once the server has its address, so that one that cannot have it says so and
 * leaves the log alone; a request that is quicker waits for that.
 */
public final class ServerAudit implements Auditor {
    private final CompletableFuture<AuditTrail> trail = new CompletableFuture<>();

    /** Opens the log. */
    interface Opening {
        AuditTrail open() throws RealmProblem;
    }

    void open(Opening opening) throws RealmProblem {
        try {
            trail.complete(opening.open());
        } catch (RealmProblem | RuntimeException e) {
            trail.completeExceptionally(e);
            throw e;
        }
    }

    /** Writes what the server does by itself; as soon as the log is open, if it is not yet. */
    public void tell(AuditEvent event, Fact fact, Object value) {
        CompletableFuture<Void> unused = trail.thenAccept(open -> open.tell(event, fact, value));
    }

    void tell(AuditEvent event) {
        CompletableFuture<Void> unused = trail.thenAccept(open -> open.tell(event));
    }

    @Override
    public void record(Account account) {
        trail.join().record(account);
    }

    @Override
    public void requireReady() {
        trail.join().requireReady();
    }

    /** A sentence for the console, if the log was found broken. */
    Optional<String> warning() {
        return opened().flatMap(AuditTrail::warning);
    }

    /** What anybody may know who asks for the status. */
    String state(String state) {
        if (opened().flatMap(AuditTrail::trouble).isPresent()) {
            return "cannot write its audit log, and refuses requests until it can";
        }
        return warning().isEmpty() ? state : state + Status.BUT + "its audit log was found broken";
    }

    void close() {
        opened().ifPresent(AuditTrail::close);
    }

    private Optional<AuditTrail> opened() {
        return trail.isDone() && !trail.isCompletedExceptionally() ? Optional.of(trail.join()) : Optional.empty();
    }
}
