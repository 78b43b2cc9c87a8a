package hallpass.tgs;

import static hallpass.testkit.LabRealm.ALICE;
import static hallpass.testkit.LabRealm.ALICE_KEY;
import static hallpass.testkit.LabRealm.BOB;
import static hallpass.testkit.LabRealm.DESK;
import static hallpass.testkit.LabRealm.DESK_KEY;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SESSION_KEY;
import static hallpass.testkit.LabRealm.TICKET_GRANTING_KEY;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PresentedTicket;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.protocol.Refusal;
import hallpass.testkit.LabRealm;
import hallpass.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets, and what comes with them, that do not fit together, or are not as they were sealed. */
class RefusedTicketsTest extends TokenRequests {
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

    /** A refusal with a code, and nothing unforeseen. */
    private void assertIsRefused(TgsReq request) {
        assertThat(catchThrowable(() -> exchange.answer(request, realm.now()))).isInstanceOf(Refusal.class);
    }

    private static <T> Sealed<T> flip(Sealed<T> sealed, int at, int mask) {
        byte[] edited = sealed.ciphertext().toArray();
        edited[at] ^= (byte) mask;
        return new Sealed<>(Bytes.of(edited));
    }
}
