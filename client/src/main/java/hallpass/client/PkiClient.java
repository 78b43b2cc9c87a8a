package hallpass.client;

import hallpass.client.credential.CachedSession;
import hallpass.client.exchange.CertificateExchangeClient;
import hallpass.client.exchange.CrlExchangeClient;
import hallpass.client.exchange.PkiServiceExchangeClient;
import hallpass.client.exchange.RegistrationExchangeClient;
import hallpass.client.exchange.RevocationStatusExchangeClient;
import hallpass.client.exchange.ServerKey;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.CrlRep;
import hallpass.message.CrlReq;
import hallpass.message.Party;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationStatusRep;
import hallpass.message.RevocationStatusReq;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.net.MessageConnection;
import hallpass.pki.CertificateValidator;
import hallpass.pki.ClientProof;
import hallpass.pki.Crl;
import hallpass.pki.PkiProfile;
import hallpass.pki.RevocationStatus;
import hallpass.protocol.Guard;
import java.util.Optional;

/**
 * Performs the operations of a PKI client: register, send requests in the session, fetch the CRL.
 */
public final class PkiClient {
    private final ClientSettings settings;
    private final PrincipalName server;

    public PkiClient(ClientSettings settings) {
        this(settings, settings.config().serverName());
    }

    /** @param server the name in the certificate that the client accepts */
    public PkiClient(ClientSettings settings, PrincipalName server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Gets the server's certificate and registers with the server: P3 to P6. Under the guard {@code
     * revocation} the client asks the CA for the status of the certificate (P11, P12) before it
     * sends P5.
     *
     * @param proof proves that the client owns its name
     */
    public CachedSession register(PrincipalName client, CertificateValidator certificateValidator, ClientProof proof)
            throws ClientException {
        ServerCall appCall = ServerCall.to(Party.APP, settings, client.text(), server.text());
        try (MessageConnection connection = appCall.connect()) {
            ServerKey serverKey = fetchServerKey(appCall, connection, certificateValidator);
            if (settings.config().profile().has(Guard.REVOCATION)) {
                requireNotRevoked(appCall, client, serverKey);
            }
            RegistrationExchangeClient exchange = new RegistrationExchangeClient(
                    settings.sealer(),
                    settings.skew(),
                    proof,
                    settings.pkiProfile().serverProof());
            RegistrationExchangeClient.PendingRegistration pending = appCall.run(context -> exchange.createRequest(
                    client, serverKey, connection.localAddress(), settings.randomness(), context));
            ClientRegistrationRep reply = appCall.send(connection, pending.request(), ClientRegistrationRep.class);
            return appCall.run(context -> exchange.acceptReply(pending, reply, context));
        }
    }

    private ServerKey fetchServerKey(
            ServerCall appCall, MessageConnection connection, CertificateValidator certificateValidator)
            throws ClientException {
        PkiProfile profile = settings.pkiProfile();
        CertificateExchangeClient exchange = new CertificateExchangeClient(
                profile.trustAnchorChoice(certificateValidator), profile.serverKeyChoice(), settings.skew());
        ServerCertificateReq request = exchange.createRequest(server, appCall.newContext());
        ServerCertificateRep reply = appCall.send(connection, request, ServerCertificateRep.class);
        return appCall.run(context -> exchange.acceptReply(request, reply, context));
    }

    /** Asks the CA that validated the certificate. */
    private void requireNotRevoked(ServerCall appCall, PrincipalName client, ServerKey serverKey)
            throws ClientException {
        ServerCall caCall = ServerCall.to(
                Party.CA, settings, client.text(), serverKey.server().text());
        RevocationStatusExchangeClient exchange = new RevocationStatusExchangeClient(
                serverKey.certificateValidator().ocspValidator(settings.skew()));
        RevocationStatusReq request = exchange.createRequest(serverKey, settings.randomness());
        RevocationStatusRep reply = requireAnswer(serverKey, () -> caCall.send(request, RevocationStatusRep.class));
        RevocationStatus status = caCall.run(context -> exchange.acceptReply(request, reply, context));
        appCall.run(context -> {
            exchange.requireGood(request, status, context);
            return status;
        });
    }

    private interface AuthorityCall<T> {
        T run() throws ClientException;
    }

    /** Fails closed: without an answer of the CA, the client does not register. */
    private static <T> T requireAnswer(ServerKey key, AuthorityCall<T> call) throws ClientException {
        try {
            return call.run();
        } catch (ClientException failure) {
            throw new ClientException(new ClientError.NoRevocationStatus(failure.error(), key.server()));
        }
    }

    /**
     * Fetches the newest CRL: P9, P10.
     *
     * @param highestSeenNumber the highest CRL number seen so far, or 0
     */
    public Crl fetchCrl(CertificateValidator certificateValidator, long highestSeenNumber) throws ClientException {
        ServerCall caCall = ServerCall.to(
                Party.CA, settings, "", settings.config().authorityName().text());
        CrlExchangeClient exchange =
                new CrlExchangeClient(certificateValidator.crlValidator(settings.skew()), highestSeenNumber);
        try (MessageConnection connection = caCall.connect()) {
            Optional<Crl> list = Optional.empty();
            while (list.isEmpty()) {
                CrlReq request = exchange.createRequest();
                CrlRep part = caCall.send(connection, request, CrlRep.class);
                list = caCall.run(context -> exchange.acceptReply(request, part, context));
            }
            return list.get();
        }
    }

    /** Sends one request in the session, on a new connection: P7, P8. */
    public String request(CachedSession session, String request) throws ClientException {
        ServerCall appCall =
                ServerCall.to(Party.APP, settings, session.client().text(), ResourceRequests.resourceName(request));
        PkiServiceExchangeClient exchange = new PkiServiceExchangeClient(settings.sealer(), settings.skew());
        PkiServiceReq message = appCall.run(context -> exchange.createRequest(session, request, context));
        PkiServiceRep reply = appCall.send(message, PkiServiceRep.class);
        return appCall.run(context -> exchange.acceptReply(message, reply, session, context));
    }
}
