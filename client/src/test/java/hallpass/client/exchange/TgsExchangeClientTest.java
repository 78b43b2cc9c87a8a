package hallpass.client.exchange;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.BOB_KEY;
import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE_KEY;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.ExchangeFixture.credentialFor;
import static hallpass.fixtures.ExchangeFixture.key;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ApRep;
import hallpass.message.ApRepPart;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TgsExchangeClientTest {
    private static final PrincipalName MAIL = new PrincipalName("mail/localhost");
    private static final SymmetricKey MAIL_KEY = key("K_mail", 0x70);
    private static final SymmetricKey SERVICE_SESSION_KEY = key("K_c,s", 0x60);
    private static final Duration EIGHT_HOURS = Duration.ofHours(8);

    private final ExchangeFixture lab = new ExchangeFixture();
    private final TgsExchangeClient exchange = exchange();
    private final CachedTicket ticket = SampleCredentials.ticket(lab);
    private TgsReq request;

    @BeforeEach
    void createRequest() throws Exception {
        request = exchange.createRequest(
                ticket, RESOURCE_SERVICE, InsecureDeterministicRandomness.counting(), lab.context());
    }

    @Test
    void sendsTicketAndSealsItWithTheName() throws Exception {
        assertThat(request.service()).isEqualTo(RESOURCE_SERVICE);
        assertThat(request.ticket()).isEqualTo(ticket.ticket());
        assertThat(lab.sealer().open(PresentedTicket.PART, request.presentedTicket(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new PresentedTicket(ticket.ticket(), ALICE));
    }

    @Test
    void sealsNameAndTimestampAsAuthenticator() throws Exception {
        assertThat(lab.sealer().open(Authenticator.FOR_TGS, request.authenticator(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new Authenticator(ALICE, NOON));
    }

    @Test
    void usesNewNonceForEachRequest() throws Exception {
        InsecureDeterministicRandomness randomness = InsecureDeterministicRandomness.counting();

        assertThat(exchange.createRequest(ticket, RESOURCE_SERVICE, randomness, lab.context())
                        .nonce())
                .isNotEqualTo(exchange.createRequest(ticket, RESOURCE_SERVICE, randomness, lab.context())
                        .nonce());
    }

    @Test
    void returnsTokenWithSessionKey() throws Exception {
        TgsRep reply = reply(RESOURCE_SERVICE, request.nonce(), NOON, SESSION_KEY);

        CachedToken token = exchange.acceptReply(request, reply, ticket, lab.context());

        assertThat(token)
                .isEqualTo(new CachedToken(
                        ALICE, RESOURCE_SERVICE, SERVICE_SESSION_KEY, reply.token(), NOON, EIGHT_HOURS));
        assertThat(token.sessionKey().label()).isEqualTo("K_c,s");
    }

    @Test
    void doesNotSendExpiredTicket() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.createRequest(
                        ticket,
                        RESOURCE_SERVICE,
                        InsecureDeterministicRandomness.counting(),
                        lab.contextAt(ticket.expiresAt())));
    }

    @Test
    void sendsTicketJustBeforeItExpires() throws Exception {
        Instant last = ticket.expiresAt().minusMillis(1);

        assertThat(exchange.createRequest(
                        ticket, RESOURCE_SERVICE, InsecureDeterministicRandomness.counting(), lab.contextAt(last)))
                .isNotNull();
    }

    @Test
    void refusesReplyUnderAnotherKey() {
        TgsRep reply = reply(RESOURCE_SERVICE, request.nonce(), NOON, BOB_KEY);

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.acceptReply(request, reply, ticket, lab.context()));
    }

    /**
     * A12: an attacker edits the service name in K3, and the client takes the token for the one
     * that it requested.
     */
    @Test
    void acceptsTokenForAnotherService() throws Exception {
        TgsRep redirected = reply(MAIL, request.nonce(), NOON, SESSION_KEY);

        CachedToken token = exchange.acceptReply(request, redirected, ticket, lab.context());

        assertThat(token.server()).isEqualTo(RESOURCE_SERVICE);
        assertThat(serverAuthenticatedWith(MAIL_KEY, token)).isEqualTo(RESOURCE_SERVICE);
    }

    /**
     * Runs K5 and K6 against a server with this key, and returns the name that the client accepts.
     */
    private PrincipalName serverAuthenticatedWith(SymmetricKey key, CachedToken token) throws Exception {
        ApExchangeClient authentication = new ApExchangeClient(lab.sealer());
        ApExchangeClient.PendingApRequest shown = authentication.createRequest(token, lab.context());
        Token opened = lab.sealer().open(Token.PART, shown.request().token(), key, Trace.NONE);
        ApRepPart proof = new ApRepPart(shown.sentAt().plusMillis(1));
        ApRep reply = new ApRep(lab.sealer().seal(ApRepPart.PART, proof, opened.sessionKey(), Trace.NONE));
        return authentication.acceptReply(shown, reply, token, lab.context());
    }

    @Test
    void nameBindingGuardRefusesTokenForAnotherService() throws Exception {
        TgsExchangeClient guarded = exchange(Guard.NAME_BINDING);
        TgsRep redirected = reply(MAIL, request.nonce(), NOON, SESSION_KEY);
        TgsRep right = reply(RESOURCE_SERVICE, request.nonce(), NOON, SESSION_KEY);

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED, () -> guarded.acceptReply(request, redirected, ticket, lab.context()));
        assertThat(guarded.acceptReply(request, right, ticket, lab.context()).server())
                .isEqualTo(RESOURCE_SERVICE);
    }

    /** A11: an attacker replays an earlier reply. */
    @Test
    void acceptsReplyToEarlierRequest() throws Exception {
        TgsRep earlier = reply(RESOURCE_SERVICE, new Nonce(1), NOON.minusSeconds(60), SESSION_KEY);

        assertThat(exchange.acceptReply(request, earlier, ticket, lab.context()).sessionKey())
                .isEqualTo(SERVICE_SESSION_KEY);
    }

    @Test
    void nonceGuardRefusesReplyToEarlierRequest() throws Exception {
        TgsExchangeClient guarded = exchange(Guard.NONCE);
        TgsRep earlier = reply(RESOURCE_SERVICE, new Nonce(1), NOON, SESSION_KEY);
        TgsRep right = reply(RESOURCE_SERVICE, request.nonce(), NOON, SESSION_KEY);

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED, () -> guarded.acceptReply(request, earlier, ticket, lab.context()));
        assertThat(guarded.acceptReply(request, right, ticket, lab.context()).server())
                .isEqualTo(RESOURCE_SERVICE);
    }

    @Test
    void bothGuardsCheckBoth() {
        TgsExchangeClient guarded = exchange(Guard.NAME_BINDING, Guard.NONCE);
        TgsRep redirected = reply(MAIL, request.nonce(), NOON, SESSION_KEY);
        TgsRep earlier = reply(RESOURCE_SERVICE, new Nonce(1), NOON, SESSION_KEY);

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED, () -> guarded.acceptReply(request, redirected, ticket, lab.context()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED, () -> guarded.acceptReply(request, earlier, ticket, lab.context()));
    }

    private TgsExchangeClient exchange(Guard... guards) {
        return new TgsExchangeClient(lab.sealer(), CLOCK_SKEW, new Profile("lab", Set.of(guards)).tgsReplyVerifier());
    }

    @Test
    void refusesPartWithAnotherLayout() {
        Sealed<Token> other =
                lab.sealer().seal(Token.PART, credentialFor(RESOURCE_SERVICE).token(), SESSION_KEY, Trace.NONE);
        TgsRep reply = new TgsRep(new Sealed<>(other.ciphertext()), other);

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> exchange.acceptReply(request, reply, ticket, lab.context()));
    }

    @Test
    void refusesTruncatedPart() {
        TgsRep whole = reply(RESOURCE_SERVICE, request.nonce(), NOON, SESSION_KEY);
        byte[] bytes = whole.encPart().ciphertext().toArray();
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        TgsRep reply = new TgsRep(new Sealed<>(Bytes.of(shorter)), whole.token());

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.acceptReply(request, reply, ticket, lab.context()));
    }

    @Test
    void refusesReplyBeyondTheSkewLimit() {
        TgsRep reply = reply(
                RESOURCE_SERVICE,
                request.nonce(),
                NOON.plus(CLOCK_SKEW.allowed()).plusMillis(1),
                SESSION_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.acceptReply(request, reply, ticket, lab.context()));
    }

    private TgsRep reply(PrincipalName service, Nonce nonce, Instant issuedAt, SymmetricKey key) {
        TgsRepPart part = new TgsRepPart(SERVICE_SESSION_KEY, service, issuedAt, EIGHT_HOURS, nonce);
        return new TgsRep(
                lab.sealer().seal(TgsRepPart.PART, part, key, Trace.NONE),
                lab.sealer()
                        .seal(
                                Token.PART,
                                credentialFor(service)
                                        .withSessionKey(SERVICE_SESSION_KEY)
                                        .token(),
                                service.equals(MAIL) ? MAIL_KEY : RESOURCE_SERVICE_KEY,
                                Trace.NONE));
    }
}
