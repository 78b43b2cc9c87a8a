package hallpass.integration.security;

import hallpass.client.ClientException;
import hallpass.config.RealmException;
import hallpass.net.ErrorReplyException;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import hallpass.wire.DecodeException;

/** An operation of a client whose result and effects on the servers can be checked. */
interface ClientOperation {
    /** @return the result that the client accepts */
    String run()
            throws ClientException, Refusal, ErrorReplyException, DecodeException, UnreachableException, RealmException;

    /** The only result that the client may accept in the last run. */
    String expectedResult();

    /** Asserts that the last run had its own effect on the servers or none. */
    void assertNoOtherEffect();

    /** Asserts the same for all runs together, if a check of each run takes too long. */
    default void assertNoOtherEffectEver() {}

    /** An operation without an effect on the servers. */
    interface ClientQuery {
        String run() throws ClientException;
    }

    /** An operation with a constant result and no effect. */
    static ClientOperation query(ClientQuery belief, String due) {
        return new ClientOperation() {
            @Override
            public String run() throws ClientException {
                return belief.run();
            }

            @Override
            public String expectedResult() {
                return due;
            }

            @Override
            public void assertNoOtherEffect() {
                // A query has no effect.
            }
        };
    }
}
