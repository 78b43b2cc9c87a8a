package hallpass.client.exchange;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.DESK_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.LabRealm.credentialFor;
import static hallpass.testkit.LabRealm.key;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ApRep;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.Proof;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {
    private static final PrincipalName MAIL = new PrincipalName("mail/localhost");
    private static final SymmetricKey MAIL_KEY = key("K_mail", 0x70);
    private static final SymmetricKey SERVICE_SESSION_KEY = key("K_c,s", 0x60);
    private static final Duration EIGHT_HOURS = Duration.ofHours(8);

    private final LabRealm lab = new LabRealm();
    private final TokenExchange exchange = exchange();
    private final HeldTicket ticket = HeldInTests.ticket(lab);
    private TgsReq asked;

    @BeforeEach
    void ask() throws Exception {
        asked = exchange.ask(ticket, DESK, InsecureScriptedRandomness.counting(), lab.now());
    }

    @Test
    void sendsTheTicketByItselfAndSealedWithTheName() throws Exception {
        assertThat(asked.service()).isEqualTo(DESK);
        assertThat(asked.ticket()).isEqualTo(ticket.ticket());
        assertThat(lab.seals().open(PresentedTicket.PART, asked.presented(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new PresentedTicket(ticket.ticket(), ALICE));
    }

    @Test
    void sealsNameAndTimeAsAuthenticator() throws Exception {
        assertThat(lab.seals().open(Authenticator.FOR_TGS, asked.authenticator(), SESSION_KEY, Trace.NONE))
                .isEqualTo(new Authenticator(ALICE, NOON));
    }

    @Test
    void asksWithANewNonceEachTime() throws Exception {
        InsecureScriptedRandomness randomness = InsecureScriptedRandomness.counting();

        assertThat(exchange.ask(ticket, DESK, randomness, lab.now()).nonce())
                .isNotEqualTo(exchange.ask(ticket, DESK, randomness, lab.now()).nonce());
    }

    @Test
    void holdsTheTokenWithItsSessionKey() throws Exception {
        TgsRep reply = reply(DESK, asked.nonce(), NOON, SESSION_KEY);

        HeldToken held = exchange.accept(asked, reply, ticket, lab.now());

        assertThat(held).isEqualTo(new HeldToken(ALICE, DESK, SERVICE_SESSION_KEY, reply.token(), NOON, EIGHT_HOURS));
        assertThat(held.sessionKey().label()).isEqualTo("K_c,s");
    }

    @Test
    void doesNotSendATicketAtItsExpiryInstant() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED,
                () -> exchange.ask(ticket, DESK, InsecureScriptedRandomness.counting(), lab.at(ticket.expiresAt())));
    }

    @Test
    void sendsATicketJustBeforeItsExpiryInstant() throws Exception {
        Instant last = ticket.expiresAt().minusMillis(1);

        assertThat(exchange.ask(ticket, DESK, InsecureScriptedRandomness.counting(), lab.at(last)))
                .isNotNull();
    }

    @Test
    void refusesAReplyUnderAnotherKey() {
        TgsRep reply = reply(DESK, asked.nonce(), NOON, BOB_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.accept(asked, reply, ticket, lab.now()));
    }

    /** A12: whoever edits the name in K3 has the token of their own service taken for the one that was asked for. */
    @Test
    void takesATokenForAnotherServiceForTheOneItAskedFor() throws Exception {
        TgsRep redirected = reply(MAIL, asked.nonce(), NOON, SESSION_KEY);

        HeldToken held = exchange.accept(asked, redirected, ticket, lab.now());

        assertThat(held.server()).isEqualTo(DESK);
        assertThat(believedWhenItAnswersWith(MAIL_KEY, held)).isEqualTo(DESK);
    }

    /** Whom the client takes whoever has this key for. */
    private PrincipalName believedWhenItAnswersWith(SymmetricKey key, HeldToken held) throws Exception {
        AuthenticationExchange authentication = new AuthenticationExchange(lab.seals());
        AuthenticationExchange.Asked shown = authentication.ask(held, lab.now());
        Token opened = lab.seals().open(Token.PART, shown.request().token(), key, Trace.NONE);
        Proof proof = new Proof(shown.sentAt().plusMillis(1));
        ApRep reply = new ApRep(lab.seals().seal(Proof.PART, proof, opened.sessionKey(), Trace.NONE));
        return authentication.accept(shown, reply, held, lab.now());
    }

    @Test
    void refusesATokenForAnotherServiceWithNameBinding() throws Exception {
        TokenExchange guarded = exchange(Guard.NAME_BINDING);
        TgsRep redirected = reply(MAIL, asked.nonce(), NOON, SESSION_KEY);
        TgsRep right = reply(DESK, asked.nonce(), NOON, SESSION_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> guarded.accept(asked, redirected, ticket, lab.now()));
        assertThat(guarded.accept(asked, right, ticket, lab.now()).server()).isEqualTo(DESK);
    }

    /** A11. */
    @Test
    void believesTheReplyToAnEarlierRequest() throws Exception {
        TgsRep earlier = reply(DESK, new Nonce(1), NOON.minusSeconds(60), SESSION_KEY);

        assertThat(exchange.accept(asked, earlier, ticket, lab.now()).sessionKey())
                .isEqualTo(SERVICE_SESSION_KEY);
    }

    @Test
    void refusesTheReplyToAnEarlierRequestWithNonce() throws Exception {
        TokenExchange guarded = exchange(Guard.NONCE);
        TgsRep earlier = reply(DESK, new Nonce(1), NOON, SESSION_KEY);
        TgsRep right = reply(DESK, asked.nonce(), NOON, SESSION_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> guarded.accept(asked, earlier, ticket, lab.now()));
        assertThat(guarded.accept(asked, right, ticket, lab.now()).server()).isEqualTo(DESK);
    }

    @Test
    void checksBothWithBoth() {
        TokenExchange guarded = exchange(Guard.NAME_BINDING, Guard.NONCE);
        TgsRep redirected = reply(MAIL, asked.nonce(), NOON, SESSION_KEY);
        TgsRep earlier = reply(DESK, new Nonce(1), NOON, SESSION_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> guarded.accept(asked, redirected, ticket, lab.now()));
        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> guarded.accept(asked, earlier, ticket, lab.now()));
    }

    private TokenExchange exchange(Guard... guards) {
        return new TokenExchange(lab.seals(), SKEW, new Profile("lab", Set.of(guards)).tokenReplies());
    }

    @Test
    void refusesAPartThatIsLaidOutAsSomethingElse() {
        Sealed<Token> other = lab.seals().seal(Token.PART, credentialFor(DESK).token(), SESSION_KEY, Trace.NONE);
        TgsRep reply = new TgsRep(new Sealed<>(other.ciphertext()), other);

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> exchange.accept(asked, reply, ticket, lab.now()));
    }

    @Test
    void refusesAPartThatWasCutShort() {
        TgsRep whole = reply(DESK, asked.nonce(), NOON, SESSION_KEY);
        byte[] bytes = whole.part().ciphertext().toArray();
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        TgsRep reply = new TgsRep(new Sealed<>(Bytes.of(shorter)), whole.token());

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.accept(asked, reply, ticket, lab.now()));
    }

    @Test
    void refusesAReplyOfAClockThatIsTooFarOff() {
        TgsRep reply = reply(DESK, asked.nonce(), NOON.plus(SKEW.allowed()).plusMillis(1), SESSION_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.accept(asked, reply, ticket, lab.now()));
    }

    private TgsRep reply(PrincipalName service, Nonce nonce, Instant issuedAt, SymmetricKey key) {
        TgsRepPart part = new TgsRepPart(SERVICE_SESSION_KEY, service, issuedAt, EIGHT_HOURS, nonce);
        return new TgsRep(
                lab.seals().seal(TgsRepPart.PART, part, key, Trace.NONE),
                lab.seals()
                        .seal(
                                Token.PART,
                                credentialFor(service)
                                        .withSessionKey(SERVICE_SESSION_KEY)
                                        .token(),
                                service.equals(MAIL) ? MAIL_KEY : DESK_KEY,
                                Trace.NONE));
    }
}
