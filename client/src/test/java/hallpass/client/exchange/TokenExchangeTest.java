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
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Token;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {
    private static final SymmetricKey SERVICE_SESSION_KEY = key("K_c,s", 0x60);
    private static final Duration EIGHT_HOURS = Duration.ofHours(8);

    private final LabRealm lab = new LabRealm();
    private final TokenExchange exchange = new TokenExchange(lab.seals(), SKEW);
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

    @Test
    void refusesAReplyForAnotherService() {
        TgsRep reply = reply(new PrincipalName("mail/localhost"), asked.nonce(), NOON, SESSION_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> exchange.accept(asked, reply, ticket, lab.now()));
    }

    @Test
    void refusesAReplyToAnotherRequest() {
        TgsRep reply = reply(DESK, new Nonce(1), NOON, SESSION_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> exchange.accept(asked, reply, ticket, lab.now()));
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
                lab.seals().seal(Token.PART, credentialFor(DESK).token(), DESK_KEY, Trace.NONE));
    }
}
