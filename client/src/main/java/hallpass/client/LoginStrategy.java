package hallpass.client;

import hallpass.client.credential.CachedTicket;
import hallpass.client.exchange.AsExchangeClient;
import hallpass.client.exchange.AsExchangeClient.PendingAsRequest;
import hallpass.client.exchange.WrongPasswordException;
import hallpass.crypto.BadPasswordException;
import hallpass.crypto.BadSaltException;
import hallpass.crypto.PasswordProfile;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.trace.Action;
import hallpass.trace.TraceEvent.RefusalRaised;
import java.util.Arrays;

/** Gets a ticket-granting ticket. An unknown user is reported before the password is read. */
interface LoginStrategy {
    /** @param salt the salt of the user's key, also for the next key */
    record LoginResult(CachedTicket ticket, String salt) {}

    LoginResult login(PrincipalName user, PasswordSource password) throws ClientException;

    /** The strategy that the guards of the realm require. */
    static LoginStrategy of(ClientSettings settings) {
        Profile profile = settings.config().profile();
        boolean negotiates = profile.has(Guard.SALTED_KDF) || profile.has(Guard.PREAUTH);
        return negotiates ? new NegotiatedLogin(settings, profile.has(Guard.PREAUTH)) : new DirectLogin(settings);
    }

    /** Decrypts and checks the reply. */
    static CachedTicket acceptReply(
            AsExchangeClient exchange,
            PendingAsRequest pending,
            AsRep reply,
            ServerCall call,
            ExchangeContext arrival,
            ClientSettings settings)
            throws ClientException {
        try {
            return exchange.acceptReply(pending.request(), reply, pending.replyKey(), arrival);
        } catch (WrongPasswordException wrongPassword) {
            if (!pending.request().preAuthentication().isEmpty()) {
                // The AS has verified the password, so the reply itself is wrong.
                throw call.rejectedReply(wrongPassword.refusal(), arrival);
            }
            arrival.trace()
                    .emit(new RefusalRaised(
                            wrongPassword.refusal().code(),
                            wrongPassword.refusal().reason()));
            throw settings.wrongPassword(
                    wrongPassword.client(), wrongPassword.refusal().code());
        } catch (Refusal refusal) {
            throw call.rejectedReply(refusal, arrival);
        }
    }

    /** Reads the password and derives the user's key from it. */
    static SymmetricKey deriveKey(
            String label,
            PrincipalName user,
            PasswordSource password,
            String salt,
            ClientSettings settings,
            ExchangeContext context)
            throws ClientException {
        char[] typed = enforceProfile(password.readPassword());
        try {
            context.recordAction(Action.PASSWORD_ENTERED, user);
            SymmetricKey key = settings.stringToKey().toKey(label, typed, salt);
            context.recordAction(Action.CLIENT_KEY_DERIVED, key.label());
            return key;
        } catch (BadSaltException e) {
            throw ServerCall.to(Party.AS, settings, user.text(), "")
                    .rejectedReply(
                            new Refusal(ErrorCode.KRB_AP_ERR_MODIFIED, "invalid salt from the AS: " + e.getMessage()),
                            context);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    /** Overwrites the argument. */
    private static char[] enforceProfile(char[] typed) throws ClientException {
        try {
            return PasswordProfile.enforce(typed);
        } catch (BadPasswordException e) {
            throw new ClientException(new ClientError.BadPassword(e.problem()));
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
