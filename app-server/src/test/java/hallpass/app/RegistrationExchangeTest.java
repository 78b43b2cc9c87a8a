package hallpass.app;

import static hallpass.app.PkiTestRealm.ADDRESS;
import static hallpass.app.PkiTestRealm.CLIENT;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.OTHER_PAIR;
import static hallpass.app.PkiTestRealm.SERVER_PAIR;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.RsaEncryption;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.ExchangeContext;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted and refused registrations. */
class RegistrationExchangeTest extends PkiRequestHandlerTestBase {
    @Test
    void opensSessionUnderNewKey() throws Exception {
        ClientRegistrationRepPart session = register(CLIENT, NOW);

        assertThat(session.client()).isEqualTo(CLIENT);
        assertThat(session.lifetime()).isEqualTo(LIFETIME);
        assertThat(session.sentAt()).isEqualTo(NOW);
        assertThat(register(CLIENT, NOW).sessionKey()).isNotEqualTo(session.sessionKey());
    }

    @Test
    void longestNameAndAddressFitOneRsaBlock() throws Exception {
        PrincipalName longest = new PrincipalName("a".repeat(31) + "." + "b".repeat(32));
        String address = "2001:0db8:0000:0000:0000:ffff:192.168.100.228";
        ClientRegistrationReq request =
                request(new ClientRegistrationReqPart(TEMPORARY_KEY, longest, address, 65_535, NOW));

        assertThat(handler.handle(request, new ExchangeContext(NOW, address, Trace.NONE)))
                .isInstanceOf(ClientRegistrationRep.class);
    }

    @Test
    void refusesRegistrationSealedToAnotherKey() {
        assertRequestRefused(
                new ClientRegistrationReq(sealTo(OTHER_PAIR, clientRegistration(CLIENT, NOW))),
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesModifiedRegistration() {
        byte[] edited = request(clientRegistration(CLIENT, NOW))
                .registration()
                .ciphertext()
                .toArray();
        edited[200] ^= 1;

        assertRequestRefused(
                new ClientRegistrationReq(new RsaSealed<>(Bytes.of(edited))), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
        assertRequestRefused(
                new ClientRegistrationReq(new RsaSealed<>(Bytes.EMPTY)), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesTemporaryKeyOfAnotherSuite() {
        SymmetricKey large = SymmetricKey.of("K_tmp2", new byte[32]);

        assertRequestRefused(
                request(new ClientRegistrationReqPart(large, CLIENT, ADDRESS, 40_000, NOW)),
                ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesRegistrationFromAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> handler.handle(
                        request(clientRegistration(CLIENT, NOW)), new ExchangeContext(NOW, "127.0.0.2", Trace.NONE)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536})
    void refusesInvalidPort(int port) {
        assertRequestRefused(
                request(new ClientRegistrationReqPart(TEMPORARY_KEY, CLIENT, ADDRESS, port, NOW)),
                ErrorCode.KRB_AP_ERR_BADADDR);
    }

    @Test
    void refusesClockBeyondTheAllowedSkew() {
        BEYOND_SKEW.forEach(
                sentAt -> assertRequestRefused(request(clientRegistration(CLIENT, sentAt)), ErrorCode.KRB_AP_ERR_SKEW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a\u0007b",
                "a\nb",
                "ä",
                "a/b",
                "a2345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesInvalidClientName(String name) {
        assertRequestRefused(
                request(clientRegistration(new PrincipalName(name), NOW)), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);
        assertThat(sessions.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void refusesEmptyOrOverlongName(int length) {
        byte[] plaintext = ByteBuffer.allocate(18 + 2 + length + 2 + ADDRESS.length() + 6 + 10)
                .putShort((short) 16)
                .put(new byte[16])
                .putShort((short) length)
                .put("a".repeat(length).getBytes(StandardCharsets.UTF_8))
                .putShort((short) ADDRESS.length())
                .put(ADDRESS.getBytes(StandardCharsets.UTF_8))
                .putShort((short) 4)
                .putInt(50_000)
                .putShort((short) 8)
                .putLong(NOW.toEpochMilli())
                .array();
        Bytes ciphertext = Bytes.of(RsaEncryption.OAEP.seal((RSAPublicKey) SERVER_PAIR.getPublic(), plaintext));

        assertRequestRefused(new ClientRegistrationReq(new RsaSealed<>(ciphertext)), ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesWhenTheSessionTableIsFull() throws Exception {
        register(new PrincipalName("a"), NOW);
        register(new PrincipalName("b"), NOW);

        assertRequestRefused(request(clientRegistration(CLIENT, NOW)), ErrorCode.HP_ERR_BUSY);
    }
}
