package hallpass.it;

import static hallpass.testkit.LabRealm.ADDRESS;
import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.ALICE_KEY;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.DESK_KEY;
import static hallpass.testkit.LabRealm.KEY_UPDATE;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.POLICY;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.app.ApplicationExchange;
import hallpass.app.TicketDoor;
import hallpass.as.AuthenticationServer;
import hallpass.as.PreAuthentication;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.client.exchange.AuthenticationExchange;
import hallpass.client.exchange.KeyUpdateExchange;
import hallpass.client.exchange.LoginExchange;
import hallpass.client.exchange.ServiceExchange;
import hallpass.client.exchange.TokenExchange;
import hallpass.crypto.Randomness;
import hallpass.message.ApRep;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.KeyUpdateRep;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.ServiceRep;
import hallpass.message.ServiceReq;
import hallpass.message.TgsRep;
import hallpass.message.TgsReq;
import hallpass.protocol.Applicants;
import hallpass.protocol.Auditor;
import hallpass.protocol.Conversation;
import hallpass.protocol.CredentialCheck;
import hallpass.protocol.ErrorPolicy;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Occasion;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.ReplyCheck;
import hallpass.protocol.Responder;
import hallpass.protocol.Responder.Peer;
import hallpass.protocol.Responder.Surroundings;
import hallpass.protocol.Status;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.tgs.TicketGrantingExchange;
import hallpass.tgs.TicketGrantingServer;
import hallpass.trace.Deed;
import hallpass.trace.OriginalStep;
import hallpass.trace.Party;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Done;
import hallpass.trace.TraceEvent.Received;
import hallpass.trace.TraceEvent.Sent;
import hallpass.wire.DecodeException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs the whole Kerberos flow in memory, and finds the twenty steps of the original in what the parties tell. */
class TwentyStepsTest {
    private final LabRealm realm = new LabRealm();
    private final Randomness randomness = InsecureScriptedRandomness.seeded(1);
    private final Map<Party, Set<Integer>> steps = new EnumMap<>(Party.class);

    private final Responder as = responder(
            Party.AS,
            new AuthenticationServer(
                    new hallpass.as.AuthenticationExchange(
                            realm.principals(),
                            Applicants.known(realm.principals()),
                            realm.seals(),
                            randomness,
                            POLICY,
                            PreAuthentication.NONE),
                    new hallpass.as.KeyUpdateExchange(realm.principals(), realm.seals(), POLICY, ReplayCache.OFF)));
    private final Responder tgs = responder(
            Party.TGS,
            new TicketGrantingServer(new TicketGrantingExchange(
                    realm.principals(), realm.seals(), randomness, POLICY, ReplayCache.OFF)));
    private final Responder service = responder(
            Party.SERVICE,
            new TicketDoor(
                    new ApplicationExchange(
                            realm.seals(),
                            now -> KeyRing.of(DESK_KEY),
                            new CredentialCheck(DESK, SKEW),
                            ReplayCache.OFF),
                    new hallpass.app.ServiceExchange(
                            realm.seals(), SKEW, ReplayCache.OFF, (client, request, now) -> "the memo")));

    private final Occasion client = new Occasion(NOON, ADDRESS, event -> tell(Party.CLIENT, event));

    @Test
    void areAllToldByThePartiesThatDoThem() throws Exception {
        makeRealm();
        HeldTicket ticket = login();
        HeldToken token = token(ticket, DESK);
        assertThat(askDesk(token)).isEqualTo("the memo");
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
                        IntStream.rangeClosed(1, OriginalStep.COUNT).boxed().toList());
    }

    /** As {@code hallpass realm init} and {@code hallpass user add} tell it. */
    private void makeRealm() {
        tell(Party.REALM, new Done(Deed.TGS_KEY_MADE, "K_tgs"));
        tell(Party.REALM, new Done(Deed.SERVICE_KEY_MADE, "K_s"));
        tell(Party.REALM, new Done(Deed.KEY_FROM_PASSWORD, "K_c"));
    }

    private HeldTicket login() throws Exception {
        LoginExchange exchange = new LoginExchange(realm.seals(), SKEW, ReplyCheck.NONE);
        AsReq request = exchange.ask(ALICE, TICKET_GRANTING, randomness, client);
        AsRep reply = ask(as, request, AsRep.class);
        // As the client tells it when somebody types.
        client.done(Deed.PASSWORD_TYPED, ALICE);
        client.done(Deed.KEY_FROM_PASSWORD, "K_c");
        return exchange.accept(request, reply, ALICE_KEY, client);
    }

    private HeldToken token(HeldTicket ticket, PrincipalName server) throws Exception {
        TokenExchange exchange = new TokenExchange(realm.seals(), SKEW, ReplyCheck.NONE);
        TgsReq request = exchange.ask(ticket, server, randomness, client);
        return exchange.accept(request, ask(tgs, request, TgsRep.class), ticket, client);
    }

    private String askDesk(HeldToken token) throws Exception {
        AuthenticationExchange authentication = new AuthenticationExchange(realm.seals());
        AuthenticationExchange.Asked asked = authentication.ask(token, client);
        authentication.accept(asked, ask(service, asked.request(), ApRep.class), token, client);
        ServiceExchange exchange = new ServiceExchange(realm.seals(), SKEW);
        ServiceReq request = exchange.ask(token, "memo", client);
        return exchange.accept(request, ask(service, request, ServiceRep.class), token, client);
    }

    private int updateKey(HeldToken token) throws Exception {
        KeyUpdateExchange exchange = new KeyUpdateExchange(realm.seals());
        KeyUpdateExchange.Asked asked = exchange.ask(token, LabRealm.key("new key", 0x70), client);
        return exchange.accept(asked, ask(as, asked.request(), KeyUpdateRep.class), token, client);
    }

    /** What a connection does, without one. */
    private <R extends Message> R ask(Responder server, Message request, Class<R> expected) throws DecodeException {
        client.trace().tell(new Sent(request, "the server"));
        Message reply =
                MessageType.decode(server.answer(MessageType.encode(request)).orElseThrow());
        client.trace().tell(new Received(reply, "the server"));
        assertThat(reply).isInstanceOf(expected);
        return expected.cast(reply);
    }

    private Responder responder(Party party, Conversation conversation) {
        Status status = new Status(party, DESK, "classic", "1", () -> Status.READY, () -> 0);
        return new Responder(
                conversation,
                new Peer(ADDRESS, 40_000),
                new Surroundings(
                        () -> NOON,
                        status,
                        events -> tellAll(party, events),
                        Auditor.NONE,
                        ErrorPolicy.PRECISE,
                        error -> {
                            throw new AssertionError(error);
                        }));
    }

    private void tellAll(Party party, List<TraceEvent> events) {
        events.forEach(event -> tell(party, event));
    }

    private void tell(Party party, TraceEvent event) {
        OriginalStep.of(party, event)
                .ifPresent(step ->
                        steps.computeIfAbsent(party, none -> new TreeSet<>()).add(step));
    }
}
