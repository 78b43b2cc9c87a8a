package hallpass.client;

import hallpass.client.Failover.Exchanged;
import hallpass.client.Login.LoggedIn;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.client.exchange.KeyUpdateExchange;
import hallpass.client.exchange.TokenExchange;
import hallpass.crypto.SymmetricKey;
import hallpass.message.KeyUpdateRep;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsReq;
import hallpass.net.MessageConnection;
import hallpass.protocol.Occasion;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;

/** What a user does in a Kerberos realm: log in, get a token, ask the service, change the key. */
public final class KerberosClient {
    private final ClientSetting setting;

    public KerberosClient(ClientSetting setting) {
        this.setting = setting;
    }

    /**
     * Gets a ticket-granting ticket: K1, K2, and before them K11, K12 where the realm has a guard that needs them. Then has the KDC checked
     * as the setting says.
     *
     * @param password asked once the reply is there, so that an unknown user is told before anything is typed
     */
    public HeldTicket login(PrincipalName user, PasswordSource password) throws Failure {
        return loggedIn(user, password).ticket();
    }

    private LoggedIn loggedIn(PrincipalName user, PasswordSource password) throws Failure {
        LoggedIn login = Login.in(setting).run(user, password);
        setting.kdc().check(login.ticket(), setting);
        return login;
    }

    /** Gets a token for a service: K3, K4. */
    public HeldToken token(HeldTicket ticket, PrincipalName service) throws Failure {
        TokenExchange exchange = setting.tokenExchange();
        Exchanged<TgsReq, TgsRep> asked = Failover.to(
                        Party.TGS, setting, ticket.client().text(), service.text())
                .ask(at -> exchange.ask(ticket, service, setting.randomness(), at), TgsRep.class);
        return asked.errand().check(at -> exchange.accept(asked.request(), asked.reply(), ticket, at));
    }

    /** Goes through the ticket door, and has the service prove itself: K5, K6. */
    public Visit enter(HeldToken token) throws Failure {
        return Visit.with(token, setting);
    }

    /** Asks the service one thing, on a connection of its own: K5 to K8. */
    public String request(HeldToken token, String request) throws Failure {
        try (Visit visit = enter(token)) {
            return visit.ask(request);
        }
    }

    /**
     * Replaces the user's key, with a login of its own: K1 to K4, then K9, K10. Tickets that the user holds stay good until
     * they expire, for they hang on session keys; only the next login needs the new password.
     *
     * @param replacement asked once the old password is known to be right
     * @return the new key's version
     */
    public int updateKey(PrincipalName user, PasswordSource old, PasswordSource replacement) throws Failure {
        LoggedIn login = loggedIn(user, old);
        Occasion now = Errand.to(Party.AS, setting, user.text(), RealmConfig.KEY_UPDATE.text())
                .now();
        // Before the token is fetched: the AS takes none that waited for somebody to type.
        SymmetricKey newKey = Login.key("K_c (new)", user, replacement, login.salt(), setting, now);
        HeldToken token = token(login.ticket(), RealmConfig.KEY_UPDATE);
        return Failover.to(Party.AS, setting, user.text(), RealmConfig.KEY_UPDATE.text())
                .once(as -> sendNewKey(as, token, newKey));
    }

    private int sendNewKey(Errand as, HeldToken token, SymmetricKey newKey) throws Failure {
        KeyUpdateExchange exchange = new KeyUpdateExchange(setting.seals());
        try (MessageConnection connection = as.openPatiently()) {
            KeyUpdateExchange.Asked asked = as.check(at -> exchange.ask(token, newKey, at));
            try {
                KeyUpdateRep reply = as.ask(connection, asked.request(), KeyUpdateRep.class);
                return as.check(at -> exchange.accept(asked, reply, token, at));
            } catch (Failure failure) {
                // A refusal changed nothing. Anything else leaves open what the AS did.
                throw failure.isNothingDone()
                        ? failure
                        : failure.withUnsureKeyUpdate(token.client().text());
            }
        }
    }
}
