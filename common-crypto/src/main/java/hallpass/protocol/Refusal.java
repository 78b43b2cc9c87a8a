package hallpass.protocol;

import hallpass.message.ErrorCode;

/**
 * A refused request. The peer receives the code only; the reason is for the operator and never
 * crosses the wire.
 */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String reason;

    public Refusal(ErrorCode code, String reason) {
        // Refusals are everyday outcomes, and a peer can cause any number of them: no stack trace.
        super(code + ": " + reason, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    public ErrorCode code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
