package hallpass.tgs;

import static hallpass.testkit.LabRealm.ADDRESS;
import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.ALICE_KEY;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.DESK_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.POLICY;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.LabRealm.TICKET_GRANTING_KEY;
import static hallpass.testkit.LabRealm.TOKEN_LIFETIME;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsReq;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.Part;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.CredentialDraft;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.testkit.ReplaysInMemory;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketGrantingExchangeTest {
    private static final Nonce NONCE = new Nonce(42);
    private static final CredentialDraft GOOD = LabRealm.credentialFor(TICKET_GRANTING);
    private static final Instant EXPIRY = GOOD.ticket().expiresAt();

    private final LabRealm realm = new LabRealm();
    private final TicketGrantingExchange exchange = new TicketGrantingExchange(
            realm.principals(), realm.seals(), InsecureScriptedRandomness.countingFrom(0xc0), POLICY, ReplayCache.OFF);
    private final TicketGrantingExchange capped = new TicketGrantingExchange(
            realm.principals(),
            realm.seals(),
            InsecureScriptedRandomness.counting(),
            new KdcPolicy(
                    POLICY.ticketGranting(),
                    POLICY.keyUpdate(),
                    POLICY.ticketLifetime(),
                    new Profile("lab", Set.of(Guard.LIFETIME_CAP)).tokenLifetime(TOKEN_LIFETIME),
                    POLICY.skew()),
            ReplayCache.OFF);

    @Test
    void givesTheClientAPartThatOpensWithTheSessionKey() throws Refusal {
        assertThat(partOf(exchange.answer(request(GOOD), realm.now())))
                .isEqualTo(new TgsRepPart(LabRealm.key("K_c,s", 0xc0), DESK, NOON, TOKEN_LIFETIME, NONCE));
    }

    @Test
    void givesATokenThatOpensWithTheServicesKey() throws Refusal {
        assertThat(tokenOf(exchange.answer(request(GOOD), realm.now())))
                .isEqualTo(new Token(LabRealm.key("K_c,s", 0xc0), ALICE, ADDRESS, DESK, NOON, TOKEN_LIFETIME));
    }

    @Test
    void givesAReplyThatTheWireCanCarry() throws Refusal, DecodeException {
        TgsRep reply = exchange.answer(request(GOOD), realm.now());

        assertThat(MessageType.decode(MessageType.encode(reply))).isEqualTo(reply);
    }

    @Test
    void tellsTheStepsOfTheOriginalInTheirOrder() throws Refusal {
        exchange.answer(request(GOOD), realm.now());

        assertThat(realm.trace().story(Party.TGS))
                .containsExactly(
                        "tgs     | ok opened the ticket with K_tgs (krbtgt/HALLPASS.TEST v1)      step 12",
                        "tgs     | ok opened the authenticator with K_c,tgs                       step 13",
                        "tgs     | ok server: named = this one: krbtgt/HALLPASS.TEST",
                        "tgs     | ok usernames: ticket = authenticator: alice                    step 14",
                        "tgs     | ok addresses: ticket = sender: 127.0.0.1",
                        "tgs     | ok clocks: sender = own: 2026-01-01T12:00:00Z",
                        "tgs     | ok start: begins 11:59:00Z, used 12:00:00Z",
                        "tgs     | ok expiry: authenticator 12:00:00Z, ends 21:59:00Z             step 18",
                        "tgs     | ok expiry: now 12:00:00Z, ends 21:59:00Z",
                        "tgs     | ok opened the presented ticket with K_c,tgs",
                        "tgs     | ok tickets: in clear = presented: 80 bytes",
                        "tgs     | ok usernames: ticket = presented: alice",
                        "tgs     |    made a session key, random: K_c,s                           step 15",
                        "tgs     |    sealed the client's part with K_c,tgs                       step 16",
                        "tgs     |    sealed the token with K_s (desk/localhost v1)               step 17");
    }

    /** Seconds that the ticket has left, and that the token gets: at most the policy's eight hours. */
    @ParameterizedTest
    @CsvSource({"36000, 28800", "28801, 28800", "28800, 28800", "28799, 28799", "60, 60", "1, 1"})
    void neverLetsATokenOutliveItsTicketWithLifetimeCap(long left, long given) throws Refusal {
        Instant now = EXPIRY.minusSeconds(left);

        Token token = tokenOf(capped.answer(request(GOOD, ALICE, now), realm.at(now)));

        assertThat(token.lifetime()).hasSeconds(given);
        assertThat(token.expiresAt()).isBeforeOrEqualTo(EXPIRY);
    }

    /** A9: a ticket that ends in a second is worth a token for as long as the realm gives any. */
    @Test
    void letsATokenOutliveItsTicket() throws Refusal {
        Instant now = EXPIRY.minusSeconds(1);

        Token token = tokenOf(exchange.answer(request(GOOD, ALICE, now), realm.at(now)));

        assertThat(token.expiresAt()).isEqualTo(now.plus(TOKEN_LIFETIME)).isAfter(EXPIRY);
    }

    @Test
    void losesTheRestOfASecondRatherThanOutliveTheTicketWithLifetimeCap() throws Refusal {
        Instant now = EXPIRY.minusMillis(1999);

        assertThat(tokenOf(capped.answer(request(GOOD, ALICE, now), realm.at(now)))
                        .lifetime())
                .hasSeconds(1);
    }

    @Test
    void refusesATicketUnderAnotherRealmsKey() {
        SymmetricKey other = LabRealm.key("K_other", 0x99);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.answer(request(GOOD, other), realm.now()));
    }

    @Test
    void refusesATokenInPlaceOfATicket() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(request(LabRealm.credentialFor(DESK), DESK_KEY), realm.now()));
        assertRefused(ErrorCode.KRB_AP_ERR_NOT_US, () -> exchange.answer(request(GOOD.withServer(DESK)), realm.now()));
    }

    @Test
    void refusesTheAuthenticatorOfAnotherUser() {
        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> exchange.answer(request(GOOD, BOB, NOON), realm.now()));
    }

    @Test
    void refusesAnAuthenticatorUnderAnotherKey() {
        TgsReq good = request(GOOD);
        TgsReq other = request(GOOD.withSessionKey(ALICE_KEY));

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        new TgsReq(DESK, NONCE, good.ticket(), good.presented(), other.authenticator()), realm.now()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        new TgsReq(DESK, NONCE, good.ticket(), other.presented(), good.authenticator()), realm.now()));
    }

    @Test
    void refusesAnotherTicketThanThePresentedOne() {
        TgsReq good = request(GOOD);
        Sealed<Ticket> older =
                seal(Ticket.PART, GOOD.withIssuedAt(NOON.minusSeconds(61)).ticket(), TICKET_GRANTING_KEY);
        TgsReq request = new TgsReq(DESK, NONCE, older, good.presented(), good.authenticator());

        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> exchange.answer(request, realm.now()));
    }

    @Test
    void refusesATicketPresentedUnderAnotherName() {
        TgsReq good = request(GOOD);
        Sealed<PresentedTicket> presented =
                seal(PresentedTicket.PART, new PresentedTicket(good.ticket(), BOB), SESSION_KEY);
        TgsReq request = new TgsReq(DESK, NONCE, good.ticket(), presented, good.authenticator());

        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> exchange.answer(request, realm.now()));
    }

    @Test
    void refusesATicketFromAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> exchange.answer(request(GOOD.withAddress("192.0.2.1")), realm.now()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_001, 300_001})
    void refusesAClockThatIsOff(long millis) {
        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW,
                () -> exchange.answer(request(GOOD, ALICE, NOON.plusMillis(millis)), realm.now()));
    }

    @Test
    void issuesNoTokenThatWouldBeDeadOnArrivalWithLifetimeCap() {
        Instant now = EXPIRY.minusMillis(999);

        assertRefused(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, () -> capped.answer(request(GOOD, ALICE, now), realm.at(now)));
    }

    @Test
    void refusesTicketAtItsExpiryInstant() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.answer(request(GOOD, ALICE, EXPIRY.minusMillis(1)), realm.at(EXPIRY)));
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.answer(request(GOOD, ALICE, EXPIRY), realm.at(EXPIRY.minusMillis(1))));
    }

    @Test
    void refusesATicketThatIsNotValidYet() {
        Instant issued = NOON.plus(Duration.ofMinutes(5)).plusMillis(1);

        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_NYV, () -> exchange.answer(request(GOOD.withIssuedAt(issued)), realm.now()));
    }

    @Test
    void refusesServicesThatNobodyKnowsAndUsers() {
        for (PrincipalName service : new PrincipalName[] {new PrincipalName("desk/nowhere"), BOB, ALICE}) {
            assertRefused(
                    ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(requestFor(service), realm.now()));
        }
    }

    @Test
    void refusesARemovedService() {
        realm.principals().remove(DESK);

        assertRefused(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(request(GOOD), realm.now()));
    }

    /** Under its own key a token would be a ticket, and so outlive every limit by being exchanged for itself. */
    @Test
    void issuesNoTokenForItself() {
        assertRefused(
                ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, () -> exchange.answer(requestFor(TICKET_GRANTING), realm.now()));
    }

    @Test
    void refusesARemovedUserThoughTheTicketIsGood() {
        realm.principals().remove(ALICE);

        assertRefused(ErrorCode.KDC_ERR_CLIENT_REVOKED, () -> exchange.answer(request(GOOD), realm.now()));
    }

    @Test
    void refusesTheTicketOfAnEarlierAccountOfThatName() {
        realm.principals().add(ALICE, Kind.USER, ALICE_KEY, NOON.minusSeconds(1));

        assertRefused(ErrorCode.KDC_ERR_TGT_REVOKED, () -> exchange.answer(request(GOOD), realm.now()));
    }

    @Test
    void refusesATicketOfAUserWhoNeverWas() {
        PrincipalName eve = new PrincipalName("eve");

        assertRefused(
                ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN,
                () -> exchange.answer(request(GOOD.withClient(eve), eve, NOON), realm.now()));
    }

    /** In the ticket alone, in what presents it, in both, and in the authenticator: any byte, several bits of it. */
    @Test
    void acceptsNoRequestWithAnyByteOfASealedPartChanged() {
        TgsReq good = request(GOOD);
        for (int mask : new int[] {0x01, 0x80, 0xff}) {
            for (int i = 0; i < good.ticket().ciphertext().size(); i++) {
                Sealed<Ticket> edited = flip(good.ticket(), i, mask);
                assertIsRefused(new TgsReq(DESK, NONCE, edited, good.presented(), good.authenticator()));
                Sealed<PresentedTicket> presented =
                        seal(PresentedTicket.PART, new PresentedTicket(edited, ALICE), SESSION_KEY);
                assertIsRefused(new TgsReq(DESK, NONCE, edited, presented, good.authenticator()));
            }
            for (int i = 0; i < good.presented().ciphertext().size(); i++) {
                assertIsRefused(
                        new TgsReq(DESK, NONCE, good.ticket(), flip(good.presented(), i, mask), good.authenticator()));
            }
            for (int i = 0; i < good.authenticator().ciphertext().size(); i++) {
                assertIsRefused(
                        new TgsReq(DESK, NONCE, good.ticket(), good.presented(), flip(good.authenticator(), i, mask)));
            }
        }
    }

    @Test
    void serverAnswersTgsReqAndNothingElse() throws Refusal {
        TicketGrantingServer server = new TicketGrantingServer(exchange);
        Message other = new AsReq(ALICE, TICKET_GRANTING, NONCE, NOON, Bytes.EMPTY);

        assertThat(server.answer(request(GOOD), realm.now())).isInstanceOf(TgsRep.class);
        assertRefused(ErrorCode.KRB_AP_ERR_MSG_TYPE, () -> server.answer(other, realm.now()));
    }

    /** A refusal with a code, and nothing unforeseen. */
    private void assertIsRefused(TgsReq request) {
        assertThat(catchThrowable(() -> exchange.answer(request, realm.now()))).isInstanceOf(Refusal.class);
    }

    private static <T> Sealed<T> flip(Sealed<T> sealed, int at, int mask) {
        byte[] edited = sealed.ciphertext().toArray();
        edited[at] ^= (byte) mask;
        return new Sealed<>(Bytes.of(edited));
    }

    private TgsRepPart partOf(TgsRep reply) throws Refusal {
        return realm.seals().open(TgsRepPart.PART, reply.part(), SESSION_KEY, Trace.NONE);
    }

    private Token tokenOf(TgsRep reply) throws Refusal {
        return realm.seals().open(Token.PART, reply.token(), DESK_KEY, Trace.NONE);
    }

    private TgsReq request(CredentialDraft draft) {
        return request(draft, ALICE, NOON);
    }

    private TgsReq request(CredentialDraft draft, PrincipalName sender, Instant sentAt) {
        return request(DESK, draft, TICKET_GRANTING_KEY, new Authenticator(sender, sentAt));
    }

    private TgsReq request(CredentialDraft draft, SymmetricKey ticketKey) {
        return request(DESK, draft, ticketKey, new Authenticator(ALICE, NOON));
    }

    private TgsReq requestFor(PrincipalName service) {
        return request(service, GOOD, TICKET_GRANTING_KEY, new Authenticator(ALICE, NOON));
    }

    private TgsReq request(
            PrincipalName service, CredentialDraft draft, SymmetricKey ticketKey, Authenticator authenticator) {
        Sealed<Ticket> ticket = seal(Ticket.PART, draft.ticket(), ticketKey);
        PresentedTicket presented = new PresentedTicket(ticket, draft.client());
        return new TgsReq(
                service,
                NONCE,
                ticket,
                seal(PresentedTicket.PART, presented, draft.sessionKey()),
                seal(Authenticator.FOR_TGS, authenticator, draft.sessionKey()));
    }

    private <T extends Record> Sealed<T> seal(Part<T> part, T value, SymmetricKey key) {
        return realm.seals().seal(part, value, key, Trace.NONE);
    }

    @Test
    void issuesATokenOnceForOneAuthenticatorWhereReplaysAreWatched() throws Refusal {
        ReplaysInMemory replays = new ReplaysInMemory();
        TicketGrantingExchange watched = watched(replays);
        TgsReq request = request(GOOD);
        watched.answer(request, realm.now());

        assertRefused(ErrorCode.KRB_AP_ERR_REPEAT, () -> watched.answer(request, realm.now()));
        // Five minutes for its own age, and five for a replica whose clock is behind.
        assertThat(replays.claimed())
                .containsOnly(Map.entry(request.authenticator().ciphertext(), NOON.plus(Duration.ofMinutes(10))));
    }

    @Test
    void remembersNothingOfARequestThatItDoesNotBelieve() {
        ReplaysInMemory replays = new ReplaysInMemory();
        assertThat(catchThrowable(
                        () -> watched(replays).answer(request(GOOD), realm.at(NOON.plus(Duration.ofMinutes(6))))))
                .isInstanceOf(Refusal.class);
        assertThat(replays.size()).isZero();
    }

    @Test
    void opensATicketUnderAnOlderKeyUntilThatIsRetired() throws Refusal {
        TgsReq request = request(GOOD);
        realm.principals().addKey(TICKET_GRANTING, LabRealm.key("K_tgs", 0x70), NOON.plusMillis(1));

        assertThat(exchange.answer(request, realm.now())).isNotNull();
        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.answer(request, realm.at(NOON.plusMillis(1))));
    }

    private TicketGrantingExchange watched(ReplayCache replays) {
        return new TicketGrantingExchange(
                realm.principals(), realm.seals(), InsecureScriptedRandomness.countingFrom(0xc0), POLICY, replays);
    }
}
