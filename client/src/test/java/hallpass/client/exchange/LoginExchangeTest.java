package hallpass.client.exchange;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.ALICE_KEY;
import static hallpass.testkit.LabRealm.BOB_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.LabRealm.TICKET_GRANTING;
import static hallpass.testkit.LabRealm.TICKET_GRANTING_KEY;
import static hallpass.testkit.LabRealm.credentialFor;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.client.credential.HeldTicket;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.ReplyCheck;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.trace.Comparison;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginExchangeTest {
    private static final Duration TEN_HOURS = Duration.ofHours(10);

    private final LabRealm lab = new LabRealm();
    private final LoginExchange exchange = new LoginExchange(lab.seals(), SKEW, ReplyCheck.NONE);
    private final LoginExchange withNonce =
            new LoginExchange(lab.seals(), SKEW, new Profile("lab", Set.of(Guard.NONCE)).loginReplies());
    private final AsReq asked = exchange.ask(ALICE, TICKET_GRANTING, InsecureScriptedRandomness.counting(), lab.now());

    @Test
    void asksInClearWithANonceAndTheTimeAndNoPreAuthentication() {
        assertThat(asked)
                .isEqualTo(new AsReq(ALICE, TICKET_GRANTING, new Nonce(0x0001020304050607L), NOON, Bytes.EMPTY));
    }

    @Test
    void holdsTheTicketWithItsSessionKey() throws Exception {
        AsRep reply = reply(TICKET_GRANTING, asked.nonce(), NOON, ALICE_KEY);

        HeldTicket held = exchange.accept(asked, reply, ALICE_KEY, lab.now());

        assertThat(held)
                .isEqualTo(new HeldTicket(ALICE, TICKET_GRANTING, SESSION_KEY, reply.ticket(), NOON, TEN_HOURS));
        assertThat(held.sessionKey().label()).isEqualTo("K_c,tgs");
        assertThat(lab.trace().comparisons()).containsExactly(Comparison.REQUESTED_NAME, Comparison.CLOCKS);
    }

    @Test
    void takesAnotherKeyForAWrongPassword() {
        assertWrongPassword(reply(TICKET_GRANTING, asked.nonce(), NOON, ALICE_KEY), BOB_KEY);
    }

    /** One wrong key in 256 happens to leave right padding; then the layout gives it away. */
    @Test
    void takesEveryOfManyWrongKeysForAWrongPassword() {
        AsRep reply = reply(TICKET_GRANTING, asked.nonce(), NOON, ALICE_KEY);
        InsecureScriptedRandomness randomness = InsecureScriptedRandomness.seeded(2);

        for (int i = 0; i < 2_000; i++) {
            assertWrongPassword(reply, SymmetricKey.random("K_c", 16, randomness));
        }
    }

    @Test
    void takesAnotherServersNameForAWrongPassword() {
        assertWrongPassword(reply(new PrincipalName("krbtgt/OTHER.TEST"), asked.nonce(), NOON, ALICE_KEY), ALICE_KEY);
    }

    /** A11: whoever won an old session key has it used again. */
    @Test
    void believesTheReplyToAnEarlierRequest() throws Exception {
        AsRep earlier = reply(TICKET_GRANTING, new Nonce(1), NOON.minusSeconds(60), ALICE_KEY);

        assertThat(exchange.accept(asked, earlier, ALICE_KEY, lab.now()).sessionKey())
                .isEqualTo(SESSION_KEY);
    }

    @Test
    void refusesTheReplyToAnEarlierRequestWithNonce() throws Exception {
        AsRep earlier = reply(TICKET_GRANTING, new Nonce(1), NOON, ALICE_KEY);
        AsRep right = reply(TICKET_GRANTING, asked.nonce(), NOON, ALICE_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> withNonce.accept(asked, earlier, ALICE_KEY, lab.now()));
        assertThat(withNonce.accept(asked, right, ALICE_KEY, lab.now()).server())
                .isEqualTo(TICKET_GRANTING);
    }

    @Test
    void stillTakesAnotherKeyForAWrongPasswordWithNonce() {
        AsRep reply = reply(TICKET_GRANTING, asked.nonce(), NOON, ALICE_KEY);

        assertThatExceptionOfType(WrongPassword.class)
                .isThrownBy(() -> withNonce.accept(asked, reply, BOB_KEY, lab.now()));
    }

    @Test
    void takesAnEmptyPartForAWrongPassword() {
        AsRep reply = reply(TICKET_GRANTING, asked.nonce(), NOON, ALICE_KEY);
        assertWrongPassword(new AsRep(new Sealed<>(Bytes.EMPTY), reply.ticket()), ALICE_KEY);
    }

    @Test
    void saysWhatGaveTheWrongPasswordAway() {
        AsRep reply = reply(new PrincipalName("krbtgt/OTHER.TEST"), asked.nonce(), NOON, ALICE_KEY);

        assertThatExceptionOfType(WrongPassword.class)
                .isThrownBy(() -> exchange.accept(asked, reply, ALICE_KEY, lab.now()))
                .satisfies(wrong -> assertThat(wrong.client()).isEqualTo(ALICE))
                .satisfies(wrong -> assertThat(wrong.sign().reason()).contains("names"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T11:55:00Z", "2026-01-01T12:05:00Z"})
    void acceptsAReplyAtTheEdgeOfTheAllowedSkew(Instant issuedAt) throws Exception {
        AsRep reply = reply(TICKET_GRANTING, asked.nonce(), issuedAt, ALICE_KEY);

        assertThat(exchange.accept(asked, reply, ALICE_KEY, lab.now()).issuedAt())
                .isEqualTo(issuedAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T11:54:59.999Z", "2026-01-01T12:05:00.001Z"})
    void refusesAReplyOfAClockThatIsTooFarOff(Instant issuedAt) {
        AsRep reply = reply(TICKET_GRANTING, asked.nonce(), issuedAt, ALICE_KEY);

        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.accept(asked, reply, ALICE_KEY, lab.now()));
    }

    private void assertWrongPassword(AsRep reply, SymmetricKey key) {
        assertThatExceptionOfType(WrongPassword.class).isThrownBy(() -> exchange.accept(asked, reply, key, lab.now()));
    }

    private AsRep reply(PrincipalName server, Nonce nonce, Instant issuedAt, SymmetricKey key) {
        AsRepPart part = new AsRepPart(SESSION_KEY, server, issuedAt, TEN_HOURS, nonce);
        Ticket ticket = credentialFor(TICKET_GRANTING).ticket();
        return new AsRep(
                lab.seals().seal(AsRepPart.PART, part, key, Trace.NONE),
                lab.seals().seal(Ticket.PART, ticket, TICKET_GRANTING_KEY, Trace.NONE));
    }
}
