package hallpass.audit;

import hallpass.audit.Opening.Opened;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The audit log of the commands that change a realm. Open while one command does its work, and for one at a time. */
public final class AdminAudit implements AutoCloseable {
    /** Longer than a command takes. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private static final long BETWEEN_TRIES_MILLIS = 20;

    private final AuditLog log;
    private final String user;

    private AdminAudit(AuditLog log, String user) {
        this.log = log;
        this.user = user;
    }

    /**
     * @param user who runs the command, as the operating system calls them
     * @throws RealmProblem if the log cannot be had: then nothing may be changed
     */
    public static AdminAudit open(RealmFolder realm, String user, InstantSource clock) throws RealmProblem {
        AuditPlace place = AuditPlace.admin(realm);
        long deadline = System.nanoTime() + PATIENCE;
        Optional<Opened> opened = Opening.open(place, realm);
        while (opened.isEmpty() && System.nanoTime() < deadline) {
            pause();
            opened = Opening.open(place, realm);
        }
        return new AdminAudit(
                AuditLog.start(
                        place,
                        opened.orElseThrow(() -> new RealmProblem("Another command holds "
                                + Printable.of(place.log().toString()) + ". Wait for it, and try again.")),
                        clock),
                user);
    }

    /**
     * Makes the keys of all processes of a new realm, so that nobody can say later that a log never was.
     */
    public static void prepare(RealmFolder realm) throws RealmProblem {
        Opening.prepare(AuditPlace.admin(realm), realm);
        for (Party party : Logs.SERVERS) {
            Opening.prepare(AuditPlace.of(realm, party, 1), realm);
        }
    }

    /** What the log says of itself, such as that the one before it does not hold together. */
    public Optional<String> warning() {
        return log.warning();
    }

    /** An entry of this moment, for {@link #done}. */
    public Entry entry(AuditEvent event) {
        return log.entry(event);
    }

    /**
     * Writes what was done. It is on the disk when this returns.
     *
     * @throws RealmProblem if it could not be written, though it was done
     */
    public void done(Entry entry) throws RealmProblem {
        log.write(entry.with(Facts.BY, user));
        Optional<String> trouble = log.trouble();
        if (trouble.isPresent()) {
            throw new RealmProblem("This was done, but not written down. " + trouble.get());
        }
    }

    @Override
    public void close() {
        log.close();
    }

    private static void pause() throws RealmProblem {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RealmProblem("The command was interrupted while it waited for the audit log.", e);
        }
    }
}
