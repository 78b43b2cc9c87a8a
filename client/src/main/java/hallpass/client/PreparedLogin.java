package hallpass.client;

import hallpass.client.credential.HeldTicket;
import hallpass.client.exchange.LoginExchange;
import hallpass.client.exchange.LoginExchange.Asked;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.net.MessageConnection;
import hallpass.protocol.Agreement;
import hallpass.protocol.Occasion;
import hallpass.trace.Party;
import java.util.Optional;

/**
 * K11 and K12 before K1 and K2: the password's key is made with the salt that the AS tells, and under the guard {@code
 * preauth} shown to be known before anything is sealed under one that it leads to.
 */
record PreparedLogin(ClientSetting setting, boolean showsItsKey) implements Login {
    @Override
    public LoggedIn run(PrincipalName user, PasswordSource password) throws Failure {
        PrincipalName ticketGranting = setting.config().ticketGrantingName();
        PreAuthenticationReq question = new PreAuthenticationReq(user);
        Failover as = Failover.to(Party.AS, setting, user.text(), ticketGranting.text());
        String salt = as.ask(at -> question, PreAuthenticationRep.class).reply().salt();
        Occasion now =
                Errand.to(Party.AS, setting, user.text(), ticketGranting.text()).now();
        SymmetricKey key = Login.key("K_c", user, password, salt, setting, now);
        return new LoggedIn(as.first(errand -> ask(question, ticketGranting, key, errand)), salt);
    }

    private HeldTicket ask(PreAuthenticationReq question, PrincipalName ticketGranting, SymmetricKey key, Errand errand)
            throws Failure {
        LoginExchange exchange = setting.loginExchange();
        try (MessageConnection connection = errand.open()) {
            Asked plain = errand.check(
                    at -> new Asked(exchange.ask(question.client(), ticketGranting, setting.randomness(), at), key));
            Asked asked = showsItsKey ? showing(exchange, plain, question, connection, errand) : plain;
            AsRep reply = reply(asked.request(), connection, errand);
            return Login.accept(exchange, asked, reply, errand, errand.now(), setting);
        }
    }

    private AsRep reply(AsReq request, MessageConnection connection, Errand errand) throws Failure {
        try {
            return errand.ask(connection, request, AsRep.class);
        } catch (Failure failure) {
            // The AS finds the same as a client who cannot open the reply.
            throw failure.code().equals(Optional.of(ErrorCode.KDC_ERR_PREAUTH_FAILED))
                    ? setting.wrongPassword(request.client(), ErrorCode.KDC_ERR_PREAUTH_FAILED)
                    : failure;
        }
    }

    /** An offer is good on its own connection alone; none stays open as long as somebody may type. So it is asked for anew. */
    private Asked showing(
            LoginExchange exchange,
            Asked plain,
            PreAuthenticationReq question,
            MessageConnection connection,
            Errand errand)
            throws Failure {
        PreAuthenticationRep offer = errand.ask(connection, question, PreAuthenticationRep.class);
        return errand.check(at -> exchange.showing(plain, new Agreement(question, offer), setting.randomness(), at));
    }
}
