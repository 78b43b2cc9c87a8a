package hallpass.client.exchange;

import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;

/** K2 does not open with the key made from the password that was typed. */
public final class WrongPassword extends Exception {
    private static final long serialVersionUID = 1L;

    private final PrincipalName client;
    private final Refusal sign;

    WrongPassword(PrincipalName client, Refusal sign) {
        super("the password of " + client + " is wrong: " + sign.reason(), null, false, false);
        this.client = client;
        this.sign = sign;
    }

    public PrincipalName client() {
        return client;
    }

    /** What gave it away: the padding, the layout or the name. */
    public Refusal sign() {
        return sign;
    }
}
