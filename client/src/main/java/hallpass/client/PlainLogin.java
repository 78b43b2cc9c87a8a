package hallpass.client;

import hallpass.client.Failover.Exchanged;
import hallpass.client.exchange.LoginExchange;
import hallpass.client.exchange.LoginExchange.Asked;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.PrincipalName;
import hallpass.protocol.Occasion;
import hallpass.trace.Party;

/** K1 and K2 alone: whoever asks gets the reply, and the password opens it, or does not. */
record PlainLogin(ClientSetting setting) implements Login {
    @Override
    public LoggedIn run(PrincipalName user, PasswordSource password) throws Failure {
        PrincipalName ticketGranting = setting.config().ticketGrantingName();
        LoginExchange exchange = setting.loginExchange();
        Exchanged<AsReq, AsRep> asked = Failover.to(Party.AS, setting, user.text(), ticketGranting.text())
                .ask(at -> exchange.ask(user, ticketGranting, setting.randomness(), at), AsRep.class);
        // Whoever types may take their time: the reply is judged by when it came.
        Occasion arrived = asked.errand().now();
        SymmetricKey key = Login.key("K_c", user, password, "", setting, arrived);
        return new LoggedIn(
                Login.accept(
                        exchange, new Asked(asked.request(), key), asked.reply(), asked.errand(), arrived, setting),
                "");
    }
}
