package hallpass.attack.lab;

import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The servers of a realm, wherever they run. */
interface Servers extends AutoCloseable {
    /**
     * Begins to start a server, on any free port; after {@link #await} it is there.
     *
     * @param ahead its clock's, of the system's: one that needs another one for its start must agree with it about the time
     */
    void start(Party party, Duration ahead) throws RealmProblem;

    /**
     * Returns when a server is ready.
     *
     * @return where it listens
     */
    InetSocketAddress await(Party party) throws RealmProblem, InterruptedException;

    /**
     * Puts a server's clock forward, or back; it listens where it did.
     *
     * @param ahead of the system's, negative for behind
     */
    void setClock(Party party, Duration ahead) throws RealmProblem, InterruptedException;

    /** What a server told so far of what it did, in lines of its story. */
    List<String> told(Party party);

    /** Whether it was started. */
    boolean isRunning(Party party);

    @Override
    void close();
}
