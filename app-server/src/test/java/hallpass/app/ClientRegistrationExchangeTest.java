package hallpass.app;

import static hallpass.app.TestRealm.ADDRESS;
import static hallpass.app.TestRealm.CLIENT;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.OTHER_PAIR;
import static hallpass.app.TestRealm.SERVER_PAIR;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.RsaOaep;
import hallpass.crypto.RsaSealed;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.SessionPart;
import hallpass.protocol.Occasion;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which registrations open a session, and why others do not. */
class ClientRegistrationExchangeTest extends AtTheCertificateDoor {
    @Test
    void opensSessionUnderFreshKey() throws Exception {
        SessionPart session = register(CLIENT, NOW);

        assertThat(session.client()).isEqualTo(CLIENT);
        assertThat(session.lifetime()).isEqualTo(LIFETIME);
        assertThat(session.sentAt()).isEqualTo(NOW);
        assertThat(register(CLIENT, NOW).sessionKey()).isNotEqualTo(session.sessionKey());
    }

    @Test
    void longestNameAndAddressFitOneBlock() throws Exception {
        PrincipalName longest = new PrincipalName("a".repeat(31) + "." + "b".repeat(32));
        String address = "2001:0db8:0000:0000:0000:ffff:192.168.100.228";
        ClientRegistrationReq request = request(new ClientRegistration(TEMPORARY, longest, address, 65_535, NOW));

        assertThat(door.answer(request, new Occasion(NOW, address, Trace.NONE)))
                .isInstanceOf(ClientRegistrationRep.class);
    }

    @Test
    void refusesRegistrationSealedToAnotherKey() {
        assertRefusedAtDoor(
                new ClientRegistrationReq(sealTo(OTHER_PAIR, registrationOf(CLIENT, NOW))),
                ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesEditedRegistration() {
        byte[] edited =
                request(registrationOf(CLIENT, NOW)).registration().ciphertext().toArray();
        edited[200] ^= 1;

        assertRefusedAtDoor(
                new ClientRegistrationReq(new RsaSealed<>(Bytes.of(edited))), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
        assertRefusedAtDoor(
                new ClientRegistrationReq(new RsaSealed<>(Bytes.EMPTY)), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesRegistrationFromAnotherAddress() {
        assertRefused(
                ErrorCode.KRB_AP_ERR_BADADDR,
                () -> door.answer(request(registrationOf(CLIENT, NOW)), new Occasion(NOW, "127.0.0.2", Trace.NONE)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536})
    void refusesPortThatIsNone(int port) {
        assertRefusedAtDoor(
                request(new ClientRegistration(TEMPORARY, CLIENT, ADDRESS, port, NOW)), ErrorCode.KRB_AP_ERR_BADADDR);
    }

    @Test
    void refusesRegistrationWhoseClockIsOff() {
        TOO_FAR.forEach(
                sentAt -> assertRefusedAtDoor(request(registrationOf(CLIENT, sentAt)), ErrorCode.KRB_AP_ERR_SKEW));
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
    void refusesNameThatNoClientCanHave(String name) {
        assertRefusedAtDoor(request(registrationOf(new PrincipalName(name), NOW)), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);
        assertThat(sessions.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void refusesNameThatIsEmptyOrTooLongForTheWire(int length) {
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
        Bytes ciphertext = Bytes.of(RsaOaep.seal((RSAPublicKey) SERVER_PAIR.getPublic(), plaintext));

        assertRefusedAtDoor(new ClientRegistrationReq(new RsaSealed<>(ciphertext)), ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void isBusyWhenTheTableIsFull() throws Exception {
        register(new PrincipalName("a"), NOW);
        register(new PrincipalName("b"), NOW);

        assertRefusedAtDoor(request(registrationOf(CLIENT, NOW)), ErrorCode.HP_ERR_BUSY);
    }
}
