package hallpass.attack;

import hallpass.message.ErrorMessage;
import hallpass.message.Party;

/** A server answered the attacker with an error. */
public final class AttackRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ErrorMessage error;
    private final Party server;

    AttackRefusedException(ErrorMessage error, Party server) {
        super(server.id() + ": " + error.code());
        this.error = error;
        this.server = server;
    }

    public ErrorMessage error() {
        return error;
    }

    public Party server() {
        return server;
    }
}
