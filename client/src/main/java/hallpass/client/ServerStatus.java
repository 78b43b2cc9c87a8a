package hallpass.client;

import hallpass.message.Party;
import hallpass.message.StatusRep;
import hallpass.protocol.StatusReporter;
import java.time.Duration;

/** How one server is. */
public sealed interface ServerStatus {
    Party party();

    /** Which of the server's replicas, counted from 1. */
    int replica();

    /** What to call it, such as {@code as} or {@code as-2}. */
    default String label() {
        return replica() == 1 ? party().id() : party().id() + "-" + replica();
    }

    /** Where it was looked for. */
    String address();

    /** Whether it can serve. */
    boolean isReady();

    /**
     * It answered.
     *
     * @param roundTripTime from the question to the answer
     * @param clockOffset how far its clock is ahead of ours; negative if it is behind
     */
    record Answered(
            Party party, int replica, String address, StatusRep reply, Duration roundTripTime, Duration clockOffset)
            implements ServerStatus {
        @Override
        public boolean isReady() {
            return isExpectedServer() && StatusReporter.isReady(reply.state());
        }

        /** Whether it is the server that belongs there. */
        public boolean isExpectedServer() {
            return reply.role().equals(party.id());
        }
    }

    /** It did not answer, or not as it should. */
    record Unreachable(Party party, int replica, String address, ClientException failure) implements ServerStatus {
        @Override
        public boolean isReady() {
            return false;
        }
    }
}
