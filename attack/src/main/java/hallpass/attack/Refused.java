package hallpass.attack;

import hallpass.message.ErrorMessage;
import hallpass.trace.Party;

/** A server said no to the attacker. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ErrorMessage error;
    private final Party by;

    Refused(ErrorMessage error, Party by) {
        super(by.id() + ": " + error.code());
        this.error = error;
        this.by = by;
    }

    public ErrorMessage error() {
        return error;
    }

    public Party by() {
        return by;
    }
}
