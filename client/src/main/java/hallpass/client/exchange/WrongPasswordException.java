package hallpass.client.exchange;

import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;

/** The key derived from the password does not decrypt K2. */
public final class WrongPasswordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final PrincipalName client;
    private final Refusal refusal;

    WrongPasswordException(PrincipalName client, Refusal refusal) {
        super("the password of " + client + " is wrong: " + refusal.reason(), null, false, false);
        this.client = client;
        this.refusal = refusal;
    }

    public PrincipalName client() {
        return client;
    }

    /** The failed check: of the padding, the layout or the server name. */
    public Refusal refusal() {
        return refusal;
    }
}
