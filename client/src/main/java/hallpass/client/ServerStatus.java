package hallpass.client;

import hallpass.message.Party;
import hallpass.message.StatusRep;
import hallpass.protocol.StatusReporter;
import java.time.Duration;

/** The status of one replica of a server. */
public sealed interface ServerStatus {
    Party party();

    /** The number of the replica, from 1. */
    int replica();

    /** The id of the server and its replica, such as {@code as} or {@code as-2}. */
    default String label() {
        return replica() == 1 ? party().id() : party().id() + "-" + replica();
    }

    String address();

    boolean isReady();

    /**
     * The replica answered.
     *
     * @param roundTripTime the time from the request to the reply
     * @param clockOffset how far the server's clock is ahead of the client's; negative if it is
     *     behind
     */
    record Answered(
            Party party, int replica, String address, StatusRep reply, Duration roundTripTime, Duration clockOffset)
            implements ServerStatus {
        @Override
        public boolean isReady() {
            return isExpectedServer() && StatusReporter.isReady(reply.state());
        }

        /** Whether the server has the role that the configuration expects at this address. */
        public boolean isExpectedServer() {
            return reply.role().equals(party.id());
        }
    }

    /** The replica did not answer, or its answer is not acceptable. */
    record Unreachable(Party party, int replica, String address, ClientException failure) implements ServerStatus {
        @Override
        public boolean isReady() {
            return false;
        }
    }
}
