package hallpass.client;

import hallpass.message.StatusRep;
import hallpass.protocol.Status;
import hallpass.trace.Party;
import java.time.Duration;

/** How one server is. */
public sealed interface ServerStatus {
    Party party();

    /** Where it was looked for. */
    String address();

    /** Whether it can serve. */
    boolean isReady();

    /**
     * It answered.
     *
     * @param took from the question to the answer
     * @param ahead how far its clock is ahead of ours; negative if it is behind
     */
    record Answered(Party party, String address, StatusRep reply, Duration took, Duration ahead)
            implements ServerStatus {
        @Override
        public boolean isReady() {
            return isWho() && Status.isReady(reply.state());
        }

        /** Whether it is the server that belongs there. */
        public boolean isWho() {
            return reply.role().equals(party.id());
        }
    }

    /** It did not answer, or not as it should. */
    record Silent(Party party, String address, Failure failure) implements ServerStatus {
        @Override
        public boolean isReady() {
            return false;
        }
    }
}
