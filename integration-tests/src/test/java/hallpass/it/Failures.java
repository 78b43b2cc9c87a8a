package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.message.ErrorCode;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says how a flow of the client fails. */
final class Failures {
    private Failures() {}

    static Failure failure(ThrowingCallable flow) {
        return assertThat(catchThrowable(flow))
                .asInstanceOf(InstanceOfAssertFactories.throwable(Failure.class))
                .actual();
    }

    /** Whether a server was away, or its answer came too late: nobody refused. */
    static boolean isNoAnswer(Failure failure) {
        return failure.exit() == ExitCode.UNAVAILABLE && failure.code().isEmpty();
    }

    /** Fails unless the flow ends with this code, exit code, and these words in its sentence. */
    static void assertFails(ErrorCode code, ExitCode exit, String words, ThrowingCallable flow) {
        Failure failure = failure(flow);
        assertThat(failure.code()).as(failure.sentence()).contains(code);
        assertThat(failure.exit()).isEqualTo(exit);
        assertThat(failure.sentence()).contains(words);
    }
}
