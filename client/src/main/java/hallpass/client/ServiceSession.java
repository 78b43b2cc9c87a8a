package hallpass.client;

import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.ApExchangeClient;
import hallpass.client.exchange.ServiceExchangeClient;
import hallpass.message.ApRep;
import hallpass.message.Party;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.net.MessageConnection;

/** An authenticated connection to the service, for any number of requests. */
public final class ServiceSession implements AutoCloseable {
    private final CachedToken token;
    private final ClientSettings settings;
    private final MessageConnection connection;

    private ServiceSession(CachedToken token, ClientSettings settings, MessageConnection connection) {
        this.token = token;
        this.settings = settings;
        this.connection = connection;
    }

    /** Opens a session: K5, K6. */
    static ServiceSession open(CachedToken token, ClientSettings settings) throws ClientException {
        return Failover.to(
                        Party.SERVICE,
                        settings,
                        token.client().text(),
                        token.server().text())
                .firstAnswer(call -> openAt(call, token, settings));
    }

    private static ServiceSession openAt(ServerCall call, CachedToken token, ClientSettings settings)
            throws ClientException {
        ApExchangeClient exchange = new ApExchangeClient(settings.sealer());
        ApExchangeClient.PendingApRequest pending = call.run(context -> exchange.createRequest(token, context));
        MessageConnection connection = call.connect();
        try {
            ApRep reply = call.send(connection, pending.request(), ApRep.class);
            call.run(context -> exchange.acceptReply(pending, reply, token, context));
            return new ServiceSession(token, settings, connection);
        } catch (ClientException failure) {
            connection.close();
            throw failure;
        }
    }

    /**
     * Sends a request: K7, K8.
     *
     * @param request the name of a resource, then its arguments, separated by spaces
     */
    public String request(String request) throws ClientException {
        // The session belongs to this connection and thus to this replica.
        ServerCall call = ServerCall.to(
                Party.SERVICE,
                connection.serverAddress(),
                settings,
                token.client().text(),
                ResourceRequests.resourceName(request));
        ServiceExchangeClient exchange = new ServiceExchangeClient(settings.sealer(), settings.skew());
        ServiceReq serviceReq = exchange.createRequest(token, request, call.newContext());
        ServiceRep reply = call.send(connection, serviceReq, ServiceRep.class);
        return call.run(context -> exchange.acceptReply(serviceReq, reply, token, context));
    }

    @Override
    public void close() {
        connection.close();
    }
}
