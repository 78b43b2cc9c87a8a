package hallpass.client;

import hallpass.message.ErrorCode;
import java.util.Optional;

/** Signals that an operation of the client failed; {@link #error} says how. */
public final class ClientException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ClientError error;

    public ClientException(ClientError error) {
        super(error.description());
        this.error = error;
    }

    public ClientError error() {
        return error;
    }

    /** The protocol's error code, if the protocol has one for this error. */
    public Optional<ErrorCode> code() {
        return error.code();
    }

    /** Whether another replica of the server may succeed. */
    boolean isRetryableElsewhere() {
        return error.unavailability().isPresent();
    }
}
