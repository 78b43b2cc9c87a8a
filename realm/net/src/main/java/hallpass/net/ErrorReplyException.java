package hallpass.net;

import hallpass.message.ErrorMessage;

/** The server answered with an ERROR message. */
public final class ErrorReplyException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised
    private final ErrorMessage error;

    ErrorReplyException(ErrorMessage error) {
        super(error.code() + ": " + error.code().description());
        this.error = error;
    }

    public ErrorMessage error() {
        return error;
    }
}
