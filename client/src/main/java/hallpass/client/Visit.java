package hallpass.client;

import hallpass.client.credential.HeldToken;
import hallpass.client.exchange.AuthenticationExchange;
import hallpass.client.exchange.ServiceExchange;
import hallpass.message.ApRep;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.net.MessageConnection;
import hallpass.trace.Party;

/** An authenticated connection to the service, on which one may ask again and again. */
public final class Visit implements AutoCloseable {
    private final HeldToken token;
    private final ClientSetting setting;
    private final MessageConnection connection;

    private Visit(HeldToken token, ClientSetting setting, MessageConnection connection) {
        this.token = token;
        this.setting = setting;
        this.connection = connection;
    }

    /** K5, K6. */
    static Visit with(HeldToken token, ClientSetting setting) throws Failure {
        return Failover.to(
                        Party.SERVICE,
                        setting,
                        token.client().text(),
                        token.server().text())
                .first(errand -> through(errand, token, setting));
    }

    private static Visit through(Errand errand, HeldToken token, ClientSetting setting) throws Failure {
        AuthenticationExchange exchange = new AuthenticationExchange(setting.seals());
        AuthenticationExchange.Asked asked = errand.check(at -> exchange.ask(token, at));
        MessageConnection connection = errand.open();
        try {
            ApRep reply = errand.ask(connection, asked.request(), ApRep.class);
            errand.check(at -> exchange.accept(asked, reply, token, at));
            return new Visit(token, setting, connection);
        } catch (Failure failure) {
            connection.close();
            throw failure;
        }
    }

    /**
     * K7, K8.
     *
     * @param request a resource's name, then its arguments, apart by a space
     */
    public String ask(String request) throws Failure {
        // By whoever took the token, on the connection that it was shown on.
        Errand errand = Errand.to(
                Party.SERVICE,
                connection.serverAddress(),
                setting,
                token.client().text(),
                Requests.resource(request));
        ServiceExchange exchange = new ServiceExchange(setting.seals(), setting.skew());
        ServiceReq message = exchange.ask(token, request, errand.now());
        ServiceRep reply = errand.ask(connection, message, ServiceRep.class);
        return errand.check(at -> exchange.accept(message, reply, token, at));
    }

    @Override
    public void close() {
        connection.close();
    }
}
