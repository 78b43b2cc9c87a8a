package hallpass.integration.crash;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * A process with the servers of several realms. The tests of the realms run in parallel; each start
 * and each kill waits until all of them have reached it. One start of a process then serves as
 * many kills of servers as there are realms.
 */
final class SharedServerProcess {
    private final CyclicBarrier start;
    private final CyclicBarrier agreement;
    private final CyclicBarrier kill;
    private long latestKill;
    private volatile Throwable failure = new AssertionError("the test of another realm failed");

    private interface Step {
        void run() throws Exception;
    }

    /** Checks the store of one realm; returns an empty text if it is sound. */
    interface StoreCheck {
        String problems() throws Exception;
    }

    SharedServerProcess(KillableServer process, int realms) {
        this.start = new CyclicBarrier(realms, () -> run(process::start));
        this.agreement = new CyclicBarrier(realms);
        this.kill = new CyclicBarrier(realms, () -> run(process::kill));
    }

    private void run(Step step) {
        try {
            step.run();
        } catch (Exception | AssertionError e) {
            failure = e;
            throw new IllegalStateException(e);
        }
    }

    /** The server of one realm, for the thread that tests this realm. */
    KillableServer serverOf(StoreCheck store) {
        return new KillableServer() {
            @Override
            public void start() throws Exception {
                await(start);
            }

            @Override
            public long killTime(long earliest) throws Exception {
                synchronized (SharedServerProcess.this) {
                    latestKill = Math.max(latestKill, earliest);
                }
                await(agreement);
                return latestKill;
            }

            @Override
            public void kill() throws Exception {
                await(kill);
            }

            @Override
            public String storeProblems() throws Exception {
                return store.problems();
            }
        };
    }

    private void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new AssertionError(failure);
        }
    }

    /** Ends the waits of all tests, after one of them failed. */
    void abandon() {
        start.reset();
        agreement.reset();
        kill.reset();
    }
}
