package hallpass.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.console.ExitCode;
import hallpass.message.ErrorCode;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions on the failures of client flows. */
public final class FailureAssertions {
    private FailureAssertions() {}

    public static ClientException failureOf(ThrowingCallable flow) {
        return assertThat(catchThrowable(flow))
                .asInstanceOf(InstanceOfAssertFactories.throwable(ClientException.class))
                .actual();
    }

    /** Whether a server was unreachable or too slow, rather than refusing the request. */
    public static boolean isUnanswered(ClientException failure) {
        return ErrorTable.explain(failure).exit() == ExitCode.UNAVAILABLE
                && failure.code().isEmpty();
    }

    public static void assertFails(ErrorCode code, ExitCode exit, String words, ThrowingCallable flow) {
        ClientException failure = failureOf(flow);
        assertThat(failure.code()).as(ErrorTable.explain(failure).message()).contains(code);
        assertThat(ErrorTable.explain(failure).exit()).isEqualTo(exit);
        assertThat(ErrorTable.explain(failure).message()).contains(words);
    }
}
