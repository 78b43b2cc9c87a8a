package hallpass.client.exchange;

import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;

/** K2 does not open with the key made from the password that was typed. */
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

    /** What gave it away: the padding, the layout or the name. */
    public Refusal refusal() {
        return refusal;
    }
}
