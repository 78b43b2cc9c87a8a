package hallpass.integration.flow;

import static hallpass.fixtures.ExchangeFixture.ADDRESS;
import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.ALICE_KEY;
import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.KEY_UPDATE;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.POLICY;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE_KEY;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.app.ApExchange;
import hallpass.app.ServiceRequestHandler;
import hallpass.as.AsRequestHandler;
import hallpass.as.PreAuthentication;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.ApExchangeClient;
import hallpass.client.exchange.AsExchangeClient;
import hallpass.client.exchange.KeyUpdateExchangeClient;
import hallpass.client.exchange.ServiceExchangeClient;
import hallpass.client.exchange.TgsExchangeClient;
import hallpass.crypto.Randomness;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ApRep;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.KeyUpdateRep;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.message.TgsRep;
import hallpass.message.TgsReq;
import hallpass.protocol.ApRequestVerifier;
import hallpass.protocol.AuditSink;
import hallpass.protocol.ClientLookup;
import hallpass.protocol.Dispatcher;
import hallpass.protocol.Dispatcher.PeerAddress;
import hallpass.protocol.Dispatcher.ServerEnvironment;
import hallpass.protocol.ErrorPolicy;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.GuardFields;
import hallpass.protocol.KdcReplyVerifier;
import hallpass.protocol.KeyRing;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.RequestHandler;
import hallpass.protocol.StatusReporter;
import hallpass.tgs.TgsExchange;
import hallpass.tgs.TgsRequestHandler;
import hallpass.trace.Action;
import hallpass.trace.ProtocolStep;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.wire.DecodeException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs the Kerberos flow in memory and finds all twenty original steps in the traces. */
class ProtocolStepsTest {
    private final ExchangeFixture realm = new ExchangeFixture();
    private final Randomness randomness = InsecureDeterministicRandomness.seeded(1);
    private final Map<Party, Set<Integer>> steps = new EnumMap<>(Party.class);

    private final Dispatcher as = responder(
            Party.AS,
            new AsRequestHandler(
                    new hallpass.as.AsExchange(
                            realm.principals(),
                            ClientLookup.of(realm.principals()),
                            realm.sealer(),
                            randomness,
                            POLICY,
                            PreAuthentication.NONE),
                    new hallpass.as.KeyUpdateExchange(
                            realm.principals(), realm.sealer(), POLICY, ReplayCache.DISABLED)));
    private final Dispatcher tgs = responder(
            Party.TGS,
            new TgsRequestHandler(
                    new TgsExchange(realm.principals(), realm.sealer(), randomness, POLICY, ReplayCache.DISABLED)));
    private final Dispatcher service = responder(
            Party.SERVICE,
            new ServiceRequestHandler(
                    new ApExchange(
                            realm.sealer(),
                            now -> KeyRing.of(RESOURCE_SERVICE_KEY),
                            new ApRequestVerifier(RESOURCE_SERVICE, CLOCK_SKEW),
                            ReplayCache.DISABLED),
                    new hallpass.app.ServiceExchange(
                            realm.sealer(), CLOCK_SKEW, ReplayCache.DISABLED, (client, request, now) -> "the memo")));

    private final ExchangeContext client = new ExchangeContext(NOON, ADDRESS, event -> tell(Party.CLIENT, event));

    @Test
    void everyStepIsTracedByItsParty() throws Exception {
        makeRealm();
        CachedTicket ticket = login();
        CachedToken token = token(ticket, RESOURCE_SERVICE);
        assertThat(request(token)).isEqualTo("the memo");
        assertThat(updateKey(token(ticket, KEY_UPDATE))).isEqualTo(2);

        assertThat(steps)
                .isEqualTo(Map.of(
                        Party.REALM, Set.of(2, 3),
                        Party.CLIENT, Set.of(2, 7, 8, 9, 10, 11, 19, 20),
                        Party.AS, Set.of(1, 4, 5, 6, 18, 20),
                        Party.TGS, Set.of(12, 13, 14, 15, 16, 17, 18),
                        Party.SERVICE, Set.of(18, 19)));
        assertThat(steps.values().stream().flatMap(Set::stream).distinct().sorted())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ProtocolStep.COUNT).boxed().toList());
    }

    /** Emits the events of {@code hallpass realm init} and {@code hallpass user add}. */
    private void makeRealm() {
        tell(Party.REALM, new ActionPerformed(Action.TGS_KEY_GENERATED, "K_tgs"));
        tell(Party.REALM, new ActionPerformed(Action.SERVICE_KEY_GENERATED, "K_s"));
        tell(Party.REALM, new ActionPerformed(Action.CLIENT_KEY_DERIVED, "K_c"));
    }

    private CachedTicket login() throws Exception {
        AsExchangeClient exchange = new AsExchangeClient(realm.sealer(), CLOCK_SKEW, KdcReplyVerifier.ACCEPT_ANY);
        AsReq request = exchange.createRequest(ALICE, TGS, randomness, client);
        AsRep reply = ask(as, request, AsRep.class);
        // The client emits these when a user enters a password.
        client.recordAction(Action.PASSWORD_ENTERED, ALICE);
        client.recordAction(Action.CLIENT_KEY_DERIVED, "K_c");
        return exchange.acceptReply(request, reply, ALICE_KEY, client);
    }

    private CachedToken token(CachedTicket ticket, PrincipalName server) throws Exception {
        TgsExchangeClient exchange = new TgsExchangeClient(realm.sealer(), CLOCK_SKEW, KdcReplyVerifier.ACCEPT_ANY);
        TgsReq request = exchange.createRequest(ticket, server, randomness, client);
        return exchange.acceptReply(request, ask(tgs, request, TgsRep.class), ticket, client);
    }

    private String request(CachedToken token) throws Exception {
        ApExchangeClient authentication = new ApExchangeClient(realm.sealer());
        ApExchangeClient.PendingApRequest pending = authentication.createRequest(token, client);
        authentication.acceptReply(pending, ask(service, pending.request(), ApRep.class), token, client);
        ServiceExchangeClient exchange = new ServiceExchangeClient(realm.sealer(), CLOCK_SKEW);
        ServiceReq request = exchange.createRequest(token, "memo", client);
        return exchange.acceptReply(request, ask(service, request, ServiceRep.class), token, client);
    }

    private int updateKey(CachedToken token) throws Exception {
        KeyUpdateExchangeClient exchange = new KeyUpdateExchangeClient(realm.sealer());
        KeyUpdateExchangeClient.PendingKeyUpdate pending =
                exchange.createRequest(token, ExchangeFixture.key("new key", 0x70), client);
        return exchange.acceptReply(pending, ask(as, pending.request(), KeyUpdateRep.class), token, client);
    }

    /** Calls a server without a connection. */
    private <R extends Message> R ask(Dispatcher server, Message request, Class<R> expected) throws DecodeException {
        client.trace().emit(new MessageSent(request, "the server"));
        Message reply =
                MessageType.decode(server.dispatch(MessageType.encode(request)).orElseThrow());
        client.trace().emit(new MessageReceived(reply, "the server"));
        assertThat(reply).isInstanceOf(expected);
        return expected.cast(reply);
    }

    private Dispatcher responder(Party party, RequestHandler handler) {
        StatusReporter status =
                new StatusReporter(party, RESOURCE_SERVICE, "classic", "1", () -> StatusReporter.READY, () -> 0);
        return new Dispatcher(
                handler,
                new PeerAddress(ADDRESS, 40_000),
                new ServerEnvironment(
                        () -> NOON,
                        status,
                        events -> tellAll(party, events),
                        AuditSink.NONE,
                        ErrorPolicy.PRECISE,
                        GuardFields.ALL,
                        error -> {
                            throw new AssertionError(error);
                        }));
    }

    private void tellAll(Party party, List<TraceEvent> events) {
        events.forEach(event -> tell(party, event));
    }

    private void tell(Party party, TraceEvent event) {
        ProtocolStep.of(party, event)
                .ifPresent(step ->
                        steps.computeIfAbsent(party, none -> new TreeSet<>()).add(step));
    }
}
