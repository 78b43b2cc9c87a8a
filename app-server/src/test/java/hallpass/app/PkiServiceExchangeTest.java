package hallpass.app;

import static hallpass.app.TestRealm.CLIENT;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.SEALS;
import static hallpass.app.TestRealm.at;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.message.SessionPart;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which requests a client with a session is served, and until when. */
class PkiServiceExchangeTest extends AtTheCertificateDoor {
    @Test
    void servesClientWithSession() throws Exception {
        SessionPart session = register(CLIENT, NOW);

        assertThat(ask(CLIENT, session.sessionKey(), NOW)).isEqualTo(new ReplyDataPart("memo for ID-Client1", NOW));
    }

    @Test
    void servesUpToTheLastInstantOfSessionAndRefusesAtItsExpiry() throws Exception {
        SessionPart session = register(CLIENT, NOW);
        Instant expiry = NOW.plus(LIFETIME);

        assertThat(ask(CLIENT, session.sessionKey(), expiry.minusMillis(1)).data())
                .isEqualTo("memo for ID-Client1");
        assertRefused(ErrorCode.HP_ERR_SESSION_EXPIRED, () -> ask(CLIENT, session.sessionKey(), expiry));
    }

    @Test
    void refusesClientWithoutSession() {
        assertRefused(ErrorCode.HP_ERR_NO_SESSION, () -> ask(CLIENT, TEMPORARY, NOW));
    }

    @Test
    void refusesRequestUnderTheKeyOfFormerSession() throws Exception {
        SessionPart former = register(CLIENT, NOW);
        SessionPart newer = register(CLIENT, NOW);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> ask(CLIENT, former.sessionKey(), NOW));
        assertThat(ask(CLIENT, newer.sessionKey(), NOW).data()).isNotEmpty();
    }

    @Test
    void refusesRequestUnderTheSessionKeyOfAnotherClient() throws Exception {
        register(CLIENT, NOW);
        SessionPart other = register(new PrincipalName("mallory"), NOW);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> ask(CLIENT, other.sessionKey(), NOW));
    }

    @Test
    void refusesEditedRequest() throws Exception {
        SessionPart session = register(CLIENT, NOW);
        byte[] edited = serviceRequest(CLIENT, session.sessionKey(), NOW)
                .request()
                .ciphertext()
                .toArray();
        edited[0] ^= 1;

        assertRefusedAtDoor(new PkiServiceReq(CLIENT, new Sealed<>(Bytes.of(edited))), ErrorCode.KRB_AP_ERR_MODIFIED);
        assertRefusedAtDoor(new PkiServiceReq(CLIENT, new Sealed<>(Bytes.EMPTY)), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesRequestWhoseClockIsOff() throws Exception {
        SessionPart session = register(CLIENT, NOW);

        TOO_FAR.forEach(sentAt ->
                assertRefusedAtDoor(serviceRequest(CLIENT, session.sessionKey(), sentAt), ErrorCode.KRB_AP_ERR_SKEW));
    }

    @Test
    void passesOnWhatTheDeskRefuses() throws Exception {
        SymmetricKey key = register(CLIENT, NOW).sessionKey();
        RequestPart unknown = new RequestPart("nothing", NOW);

        assertRefusedAtDoor(
                new PkiServiceReq(CLIENT, SEALS.seal(RequestPart.FOR_PKI, unknown, key, Trace.NONE)),
                ErrorCode.HP_ERR_NO_SUCH_RESOURCE);
    }

    private ReplyDataPart ask(PrincipalName client, SymmetricKey key, Instant now) throws Refusal {
        PkiServiceRep reply = (PkiServiceRep) door.answer(serviceRequest(client, key, now), at(now));
        return SEALS.open(ReplyDataPart.FOR_PKI, reply.data(), key, Trace.NONE);
    }
}
