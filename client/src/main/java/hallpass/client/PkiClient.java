package hallpass.client;

import hallpass.client.credential.HeldSession;
import hallpass.client.exchange.CertificateExchange;
import hallpass.client.exchange.PkiServiceExchange;
import hallpass.client.exchange.RegistrationExchange;
import hallpass.client.exchange.ServerKey;
import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.net.MessageConnection;
import hallpass.pki.CertificateCheck;
import hallpass.trace.Party;

/** What a client does at the certificate door: register, and ask under the session that it got. */
public final class PkiClient {
    private final ClientSetting setting;

    public PkiClient(ClientSetting setting) {
        this.setting = setting;
    }

    /** Asks who the server is, and registers with it: P3 to P6. */
    public HeldSession register(PrincipalName client, CertificateCheck check) throws Failure {
        Errand app = Errand.to(
                Party.APP, setting, client.text(), setting.config().serverName().text());
        try (MessageConnection connection = app.open()) {
            ServerKey key = certifiedKey(app, connection, check);
            RegistrationExchange exchange = new RegistrationExchange(setting.seals(), setting.skew());
            RegistrationExchange.Asked asked =
                    app.check(at -> exchange.ask(client, key, connection.localAddress(), setting.randomness(), at));
            ClientRegistrationRep reply = app.ask(connection, asked.request(), ClientRegistrationRep.class);
            return app.check(at -> exchange.accept(asked, reply, at));
        }
    }

    private ServerKey certifiedKey(Errand app, MessageConnection connection, CertificateCheck check) throws Failure {
        CertificateExchange exchange = new CertificateExchange(check, setting.skew());
        CertificateReq request = exchange.ask(setting.config().serverName(), app.now());
        CertificateRep reply = app.ask(connection, request, CertificateRep.class);
        return app.check(at -> exchange.accept(request, reply, at));
    }

    /** Asks the server one thing, on a connection of its own: P7, P8. */
    public String request(HeldSession session, String request) throws Failure {
        Errand app = Errand.to(Party.APP, setting, session.client().text(), Requests.resource(request));
        PkiServiceExchange exchange = new PkiServiceExchange(setting.seals(), setting.skew());
        PkiServiceReq message = app.check(at -> exchange.ask(session, request, at));
        PkiServiceRep reply = app.ask(message, PkiServiceRep.class);
        return app.check(at -> exchange.accept(reply, session, at));
    }
}
