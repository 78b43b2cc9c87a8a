package hallpass.client;

import hallpass.client.credential.HeldSession;
import hallpass.client.exchange.CertificateExchange;
import hallpass.client.exchange.PkiServiceExchange;
import hallpass.client.exchange.RegistrationExchange;
import hallpass.client.exchange.RevocationExchange;
import hallpass.client.exchange.RevocationListExchange;
import hallpass.client.exchange.ServerKey;
import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationListRep;
import hallpass.message.RevocationListReq;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.net.MessageConnection;
import hallpass.pki.CertificateCheck;
import hallpass.pki.CertificateState;
import hallpass.pki.ClientProof;
import hallpass.pki.PkiProfile;
import hallpass.pki.RevocationList;
import hallpass.protocol.Guard;
import hallpass.trace.Party;
import java.util.Optional;

/** What a client does at the certificate door: register, and ask under the session that it got. */
public final class PkiClient {
    private final ClientSetting setting;
    private final PrincipalName server;

    /** Of the realm's application server. */
    public PkiClient(ClientSetting setting) {
        this(setting, setting.config().serverName());
    }

    /** @param server that is meant, whoever answers in its place */
    public PkiClient(ClientSetting setting, PrincipalName server) {
        this.setting = setting;
        this.server = server;
    }

    /**
     * Asks who the server is, and registers with it: P3 to P6. With the guard {@code revocation} the authority is asked in between
     * (P11, P12), and without a good answer of its there is no P5.
     *
     * @param proof that the name is the client's own
     */
    public HeldSession register(PrincipalName client, CertificateCheck check, ClientProof proof) throws Failure {
        Errand app = Errand.to(Party.APP, setting, client.text(), server.text());
        try (MessageConnection connection = app.open()) {
            ServerKey key = certifiedKey(app, connection, check);
            if (setting.config().profile().has(Guard.REVOCATION)) {
                requireNotRevoked(app, client, key);
            }
            RegistrationExchange exchange = new RegistrationExchange(
                    setting.seals(), setting.skew(), proof, setting.pkiProfile().serverProof());
            RegistrationExchange.Asked asked =
                    app.check(at -> exchange.ask(client, key, connection.localAddress(), setting.randomness(), at));
            ClientRegistrationRep reply = app.ask(connection, asked.request(), ClientRegistrationRep.class);
            return app.check(at -> exchange.accept(asked, reply, at));
        }
    }

    private ServerKey certifiedKey(Errand app, MessageConnection connection, CertificateCheck check) throws Failure {
        PkiProfile profile = setting.pkiProfile();
        CertificateExchange exchange =
                new CertificateExchange(profile.anchor(check), profile.serverKey(), setting.skew());
        CertificateReq request = exchange.ask(server, app.now());
        CertificateRep reply = app.ask(connection, request, CertificateRep.class);
        return app.check(at -> exchange.accept(request, reply, at));
    }

    /** By the authority that the certificate was held against. */
    private void requireNotRevoked(Errand app, PrincipalName client, ServerKey key) throws Failure {
        Errand ca = Errand.to(Party.CA, setting, client.text(), key.server().text());
        RevocationExchange exchange = new RevocationExchange(key.authority().answers(setting.skew()));
        RevocationReq request = exchange.ask(key, setting.randomness());
        RevocationRep reply = reachable(key, () -> ca.ask(request, RevocationRep.class));
        CertificateState state = ca.check(at -> exchange.accept(request, reply, at));
        app.check(at -> {
            exchange.requireGood(request, state, at);
            return state;
        });
    }

    private interface Asking<T> {
        T run() throws Failure;
    }

    /** An authority that does not answer is no reason to go on. */
    private static <T> T reachable(ServerKey key, Asking<T> asking) throws Failure {
        try {
            return asking.run();
        } catch (Failure failure) {
            throw failure.withRevocationUnknown(key.server().text());
        }
    }

    /**
     * The authority's newest list of revoked certificates: P9, P10.
     *
     * @param seen the highest number that was seen before; 0 if none was
     */
    public RevocationList revocationList(CertificateCheck check, long seen) throws Failure {
        Errand ca = Errand.to(
                Party.CA, setting, "", setting.config().authorityName().text());
        RevocationListExchange exchange = new RevocationListExchange(check.lists(setting.skew()), seen);
        try (MessageConnection connection = ca.open()) {
            Optional<RevocationList> list = Optional.empty();
            while (list.isEmpty()) {
                RevocationListReq request = exchange.ask();
                RevocationListRep part = ca.ask(connection, request, RevocationListRep.class);
                list = ca.check(at -> exchange.accept(request, part, at));
            }
            return list.get();
        }
    }

    /** Asks the server one thing, on a connection of its own: P7, P8. */
    public String request(HeldSession session, String request) throws Failure {
        Errand app = Errand.to(Party.APP, setting, session.client().text(), Requests.resource(request));
        PkiServiceExchange exchange = new PkiServiceExchange(setting.seals(), setting.skew());
        PkiServiceReq message = app.check(at -> exchange.ask(session, request, at));
        PkiServiceRep reply = app.ask(message, PkiServiceRep.class);
        return app.check(at -> exchange.accept(message, reply, session, at));
    }
}
