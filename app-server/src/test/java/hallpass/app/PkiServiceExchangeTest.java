package hallpass.app;

import static hallpass.app.PkiTestRealm.CLIENT;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.SEALER;
import static hallpass.app.PkiTestRealm.contextAt;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ErrorCode;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.ServiceRepPart;
import hallpass.message.ServiceReqPart;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Requests under a session, and the end of the session. */
class PkiServiceExchangeTest extends PkiRequestHandlerTestBase {
    @Test
    void servesClientWithSession() throws Exception {
        ClientRegistrationRepPart session = register(CLIENT, NOW);

        assertThat(ask(CLIENT, session.sessionKey(), NOW)).isEqualTo(new ServiceRepPart("memo for ID-Client1", NOW));
    }

    @Test
    void servesUntilTheSessionExpires() throws Exception {
        ClientRegistrationRepPart session = register(CLIENT, NOW);
        Instant expiry = NOW.plus(LIFETIME);

        assertThat(ask(CLIENT, session.sessionKey(), expiry.minusMillis(1)).data())
                .isEqualTo("memo for ID-Client1");
        assertRefused(ErrorCode.HP_ERR_SESSION_EXPIRED, () -> ask(CLIENT, session.sessionKey(), expiry));
    }

    @Test
    void refusesClientWithoutSession() {
        assertRefused(ErrorCode.HP_ERR_NO_SESSION, () -> ask(CLIENT, TEMPORARY_KEY, NOW));
    }

    @Test
    void refusesKeyOfPreviousSession() throws Exception {
        ClientRegistrationRepPart former = register(CLIENT, NOW);
        ClientRegistrationRepPart newer = register(CLIENT, NOW);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> ask(CLIENT, former.sessionKey(), NOW));
        assertThat(ask(CLIENT, newer.sessionKey(), NOW).data()).isNotEmpty();
    }

    @Test
    void refusesSessionKeyOfAnotherClient() throws Exception {
        register(CLIENT, NOW);
        ClientRegistrationRepPart other = register(new PrincipalName("mallory"), NOW);

        assertRefused(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, () -> ask(CLIENT, other.sessionKey(), NOW));
    }

    @Test
    void refusesModifiedRequest() throws Exception {
        ClientRegistrationRepPart session = register(CLIENT, NOW);
        byte[] edited = serviceRequest(CLIENT, session.sessionKey(), NOW)
                .request()
                .ciphertext()
                .toArray();
        edited[0] ^= 1;

        assertRequestRefused(new PkiServiceReq(CLIENT, new Sealed<>(Bytes.of(edited))), ErrorCode.KRB_AP_ERR_MODIFIED);
        assertRequestRefused(new PkiServiceReq(CLIENT, new Sealed<>(Bytes.EMPTY)), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesClockBeyondTheAllowedSkew() throws Exception {
        ClientRegistrationRepPart session = register(CLIENT, NOW);

        BEYOND_SKEW.forEach(sentAt ->
                assertRequestRefused(serviceRequest(CLIENT, session.sessionKey(), sentAt), ErrorCode.KRB_AP_ERR_SKEW));
    }

    @Test
    void forwardsRefusalOfTheResourceService() throws Exception {
        SymmetricKey key = register(CLIENT, NOW).sessionKey();
        ServiceReqPart unknown = new ServiceReqPart("nothing", NOW);

        assertRequestRefused(
                new PkiServiceReq(CLIENT, SEALER.seal(ServiceReqPart.FOR_PKI, unknown, key, Trace.NONE)),
                ErrorCode.HP_ERR_NO_SUCH_RESOURCE);
    }

    private ServiceRepPart ask(PrincipalName client, SymmetricKey key, Instant now) throws Refusal {
        PkiServiceRep reply = (PkiServiceRep) handler.handle(serviceRequest(client, key, now), contextAt(now));
        return SEALER.open(ServiceRepPart.FOR_PKI, reply.data(), key, Trace.NONE);
    }
}
