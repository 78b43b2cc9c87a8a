package hallpass.client;

import hallpass.client.credential.HeldTicket;
import hallpass.client.exchange.LoginExchange;
import hallpass.client.exchange.LoginExchange.Asked;
import hallpass.client.exchange.WrongPassword;
import hallpass.crypto.BadSaltException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Guard;
import hallpass.protocol.Occasion;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.trace.Deed;
import hallpass.trace.Party;
import hallpass.trace.TraceEvent.Refused;
import java.util.Arrays;

/** How a user gets a ticket-granting ticket in a realm. An unknown user is told before anything is typed. */
interface Login {
    /** @param salt what the user's key is mixed with, and a new one of the same account */
    record LoggedIn(HeldTicket ticket, String salt) {}

    LoggedIn run(PrincipalName user, PasswordSource password) throws Failure;

    /** That which the realm's guards need. */
    static Login in(ClientSetting setting) {
        Profile profile = setting.config().profile();
        boolean asksFirst = profile.has(Guard.SALTED_KDF) || profile.has(Guard.PREAUTH);
        return asksFirst ? new PreparedLogin(setting, profile.has(Guard.PREAUTH)) : new PlainLogin(setting);
    }

    /** What came to a request, opened. */
    static HeldTicket accept(
            LoginExchange exchange, Asked asked, AsRep reply, Errand errand, Occasion arrived, ClientSetting setting)
            throws Failure {
        try {
            return exchange.accept(asked.request(), reply, asked.replyKey(), arrived);
        } catch (WrongPassword wrong) {
            if (!asked.request().preAuthentication().isEmpty()) {
                // The AS found the password right: it is the reply that is wrong.
                throw errand.disbelieved(wrong.sign(), arrived);
            }
            arrived.trace().tell(new Refused(wrong.sign().code(), wrong.sign().reason()));
            throw setting.wrongPassword(wrong.client(), wrong.sign().code());
        } catch (Refusal refusal) {
            throw errand.disbelieved(refusal, arrived);
        }
    }

    /** The key of whoever types a password. */
    static SymmetricKey key(
            String label, PrincipalName user, PasswordSource password, String salt, ClientSetting setting, Occasion at)
            throws Failure {
        char[] typed = password.ask();
        try {
            at.done(Deed.PASSWORD_TYPED, user);
            SymmetricKey key = setting.passwordToKey().toKey(label, typed, salt);
            at.done(Deed.KEY_FROM_PASSWORD, key.label());
            return key;
        } catch (BadSaltException e) {
            throw Errand.to(Party.AS, setting, user.text(), "")
                    .disbelieved(
                            new Refusal(
                                    ErrorCode.KRB_AP_ERR_MODIFIED, "what the AS tells of the key: " + e.getMessage()),
                            at);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
