package hallpass.tgs;

import static hallpass.fixtures.ExchangeFixture.ALICE;
import static hallpass.fixtures.ExchangeFixture.ALICE_KEY;
import static hallpass.fixtures.ExchangeFixture.BOB;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE_KEY;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.ExchangeFixture.TGS_KEY;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.message.ErrorCode;
import hallpass.message.PresentedTicket;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refused requests: modified parts, and parts that do not belong together. */
class TgsExchangeRefusalTest extends TgsExchangeTestBase {
    @Test
    void refusesTicketUnderAnotherRealmsKey() {
        SymmetricKey other = ExchangeFixture.key("K_other", 0x99);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> exchange.answer(request(GOOD, other), realm.context()));
    }

    @Test
    void refusesTokenInsteadOfTicket() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        request(ExchangeFixture.credentialFor(RESOURCE_SERVICE), RESOURCE_SERVICE_KEY),
                        realm.context()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_NOT_US,
                () -> exchange.answer(request(GOOD.withServer(RESOURCE_SERVICE)), realm.context()));
    }

    @Test
    void refusesAuthenticatorOfAnotherUser() {
        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> exchange.answer(request(GOOD, BOB, NOON), realm.context()));
    }

    @Test
    void refusesAuthenticatorUnderAnotherKey() {
        TgsReq good = request(GOOD);
        TgsReq other = request(GOOD.withSessionKey(ALICE_KEY));

        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        new TgsReq(
                                RESOURCE_SERVICE, NONCE, good.ticket(), good.presentedTicket(), other.authenticator()),
                        realm.context()));
        assertRefused(
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY,
                () -> exchange.answer(
                        new TgsReq(
                                RESOURCE_SERVICE, NONCE, good.ticket(), other.presentedTicket(), good.authenticator()),
                        realm.context()));
    }

    @Test
    void refusesTicketThatDiffersFromPresentedTicket() {
        TgsReq good = request(GOOD);
        Sealed<Ticket> older =
                seal(Ticket.PART, GOOD.withIssuedAt(NOON.minusSeconds(61)).ticket(), TGS_KEY);
        TgsReq request = new TgsReq(RESOURCE_SERVICE, NONCE, older, good.presentedTicket(), good.authenticator());

        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> exchange.answer(request, realm.context()));
    }

    @Test
    void refusesTicketPresentedUnderAnotherName() {
        TgsReq good = request(GOOD);
        Sealed<PresentedTicket> presented =
                seal(PresentedTicket.PART, new PresentedTicket(good.ticket(), BOB), SESSION_KEY);
        TgsReq request = new TgsReq(RESOURCE_SERVICE, NONCE, good.ticket(), presented, good.authenticator());

        assertRefused(ErrorCode.KRB_AP_ERR_BADMATCH, () -> exchange.answer(request, realm.context()));
    }

    @Test
    void refusesTicketFromAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> exchange.answer(request(GOOD.withAddress("192.0.2.1")), realm.context()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-300_001, 300_001})
    void refusesClockBeyondTheAllowedSkew(long millis) {
        assertRefused(
                ErrorCode.KRB_AP_ERR_SKEW,
                () -> exchange.answer(request(GOOD, ALICE, NOON.plusMillis(millis)), realm.context()));
    }

    /**
     * Changes each byte of the ticket, of the presented ticket, of both, and of the authenticator.
     */
    @Test
    void refusesRequestWithAnySealedByteChanged() {
        TgsReq good = request(GOOD);
        for (int mask : new int[] {0x01, 0x80, 0xff}) {
            for (int i = 0; i < good.ticket().ciphertext().size(); i++) {
                Sealed<Ticket> edited = flip(good.ticket(), i, mask);
                assertRefusedWithAnyCode(
                        new TgsReq(RESOURCE_SERVICE, NONCE, edited, good.presentedTicket(), good.authenticator()));
                Sealed<PresentedTicket> presented =
                        seal(PresentedTicket.PART, new PresentedTicket(edited, ALICE), SESSION_KEY);
                assertRefusedWithAnyCode(new TgsReq(RESOURCE_SERVICE, NONCE, edited, presented, good.authenticator()));
            }
            for (int i = 0; i < good.presentedTicket().ciphertext().size(); i++) {
                assertRefusedWithAnyCode(new TgsReq(
                        RESOURCE_SERVICE,
                        NONCE,
                        good.ticket(),
                        flip(good.presentedTicket(), i, mask),
                        good.authenticator()));
            }
            for (int i = 0; i < good.authenticator().ciphertext().size(); i++) {
                assertRefusedWithAnyCode(new TgsReq(
                        RESOURCE_SERVICE,
                        NONCE,
                        good.ticket(),
                        good.presentedTicket(),
                        flip(good.authenticator(), i, mask)));
            }
        }
    }

    private void assertRefusedWithAnyCode(TgsReq request) {
        assertThat(catchThrowable(() -> exchange.answer(request, realm.context())))
                .isInstanceOf(Refusal.class);
    }

    private static <T> Sealed<T> flip(Sealed<T> sealed, int index, int mask) {
        byte[] edited = sealed.ciphertext().toArray();
        edited[index] ^= (byte) mask;
        return new Sealed<>(Bytes.of(edited));
    }
}
