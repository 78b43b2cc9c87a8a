package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.message.ErrorCode;
import hallpass.protocol.Refusal;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says what a refused request is refused with. */
public final class Refusals {
    private Refusals() {}

    /** Fails unless {@code request} is refused, and with this code. */
    public static void assertRefused(ErrorCode code, ThrowingCallable request) {
        assertThat(catchThrowable(request))
                .asInstanceOf(InstanceOfAssertFactories.throwable(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
