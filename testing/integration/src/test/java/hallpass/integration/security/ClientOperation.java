package hallpass.integration.security;

import hallpass.client.ClientException;
import hallpass.config.RealmException;
import hallpass.net.ErrorReplyException;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import hallpass.wire.DecodeException;

/** Something that somebody does with the real client, of which one can say whether it came to what it should. */
interface ClientOperation {
    /** @return what is believed in the end */
    String run()
            throws ClientException, Refusal, ErrorReplyException, DecodeException, UnreachableException, RealmException;

    /** What is to be believed after the last run, whoever stood on the wires. */
    String expectedResult();

    /** That since the run before, the servers did what this one asked for, or nothing. */
    void assertNoOtherEffect();

    /** The same of all runs, where looking takes its time. */
    default void assertNoOtherEffectEver() {}

    /** What is asked, and changes nothing. */
    interface ClientQuery {
        String run() throws ClientException;
    }

    /** To learn something that stays the same. */
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
                // Nothing was to be done.
            }
        };
    }
}
