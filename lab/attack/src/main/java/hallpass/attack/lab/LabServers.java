package hallpass.attack.lab;

import hallpass.config.RealmException;
import hallpass.message.Party;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The servers of a realm, wherever they run. */
interface LabServers extends AutoCloseable {
    /**
     * Begins to start a server, on any free port; after {@link #awaitReady} it is there.
     *
     * @param clockOffset its clock's, of the system's: one that needs another one for its start must agree with it about the time
     */
    void start(Party party, Duration clockOffset) throws RealmException;

    /**
     * Returns when a server is ready.
     *
     * @return where it listens
     */
    InetSocketAddress awaitReady(Party party) throws RealmException, InterruptedException;

    /**
     * Puts a server's clock forward, or back; it listens where it did.
     *
     * @param clockOffset of the system's, negative for behind
     */
    void setClockOffset(Party party, Duration clockOffset) throws RealmException, InterruptedException;

    /** What a server told so far of what it did, in lines of its story. */
    List<String> trace(Party party);

    /** Whether it was started. */
    boolean isRunning(Party party);

    @Override
    void close();
}
