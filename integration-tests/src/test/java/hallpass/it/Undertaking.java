package hallpass.it;

import hallpass.client.Failure;
import hallpass.net.ErrorReply;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import hallpass.realm.RealmProblem;
import hallpass.wire.DecodeException;

/** Something that somebody does with the real client, of which one can say whether it came to what it should. */
interface Undertaking {
    /** @return what is believed in the end */
    String run() throws Failure, Refusal, ErrorReply, DecodeException, UnreachableException, RealmProblem;

    /** What is to be believed after the last run, whoever stood on the wires. */
    String due();

    /** That since the run before, the servers did what this one asked for, or nothing. */
    void assertNothingElseWasDone();

    /** The same of all runs, where looking takes its time. */
    default void assertNothingElseWasEverDone() {}

    /** What is asked, and changes nothing. */
    interface Belief {
        String ask() throws Failure;
    }

    /** To learn something that stays the same. */
    static Undertaking toBelieve(Belief belief, String due) {
        return new Undertaking() {
            @Override
            public String run() throws Failure {
                return belief.ask();
            }

            @Override
            public String due() {
                return due;
            }

            @Override
            public void assertNothingElseWasDone() {
                // Nothing was to be done.
            }
        };
    }
}
