package hallpass.audit;

import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.protocol.Account;
import hallpass.protocol.Auditor;
import hallpass.protocol.UnavailableException;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Fact;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The audit log of a server: one line for each request that it answered, and for what it did by itself. */
public final class AuditTrail implements Auditor, AutoCloseable {
    private final AuditLog log;

    private AuditTrail(AuditLog log) {
        this.log = log;
    }

    /**
     * Opens the log, or makes it, and takes it up where it ended.
     *
     * @param replica which process of this party; 1 is the first
     * @throws RealmProblem also if another process writes this log
     */
    public static AuditTrail open(RealmFolder realm, Party party, int replica, InstantSource clock)
            throws RealmProblem {
        AuditPlace place = AuditPlace.of(realm, party, replica);
        return new AuditTrail(AuditLog.start(
                place,
                Opening.open(place, realm)
                        .orElseThrow(() -> new RealmProblem("Another process writes "
                                + Printable.of(place.log().toString()) + ": this server runs already for this realm. "
                                + "Stop it first, or start this one with --replica.")),
                clock));
    }

    /** That the log before this one does not hold together, as a sentence for all who run the server. */
    public Optional<String> warning() {
        return log.warning();
    }

    /** Why nothing can be written at present, as a sentence; requests are refused meanwhile. */
    public Optional<String> trouble() {
        return log.trouble();
    }

    /** Writes what the server did by itself. */
    public void tell(AuditEvent event) {
        log.write(log.entry(event));
    }

    /** The same with what it was done to. */
    public void tell(AuditEvent event, Fact fact, Object value) {
        log.write(log.entry(event).with(fact, value));
    }

    @Override
    public void record(Account account) {
        Entry entry = Entry.of(account.time(), event(account));
        for (Map.Entry<Fact, String> fact : account.facts().entrySet()) {
            entry = entry.with(fact.getKey(), fact.getValue());
        }
        if (account.refusal().isPresent()) {
            ErrorCode code = account.refusal().get();
            entry = entry.with(
                            Facts.REQUEST,
                            account.request().map(MessageType::title).orElse("unreadable"))
                    .with(Facts.CODE, code.name())
                    .with(Facts.REASON, account.reason());
        }
        log.write(entry.with(Facts.PEER, account.peer()));
    }

    @Override
    public void requireReady() {
        if (!log.isWritable()) {
            throw new UnavailableException(log.trouble().orElse("The audit log could not be written just now."));
        }
    }

    /** Signs what is not signed yet, and closes. */
    @Override
    public void close() {
        log.close();
    }

    private static AuditEvent event(Account account) {
        if (account.refusal().isPresent()) {
            return AuditEvent.REFUSED;
        }
        return account.request().map(AuditEvent::grantedTo).orElse(AuditEvent.ANSWERED);
    }
}
