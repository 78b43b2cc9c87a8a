package hallpass.ca;

import static hallpass.ca.TestCa.AUTHORITY_LIFETIME;
import static hallpass.ca.TestCa.CA_PAIR;
import static hallpass.ca.TestCa.NOW;
import static hallpass.ca.TestCa.SERVER;
import static hallpass.ca.TestCa.SERVER_PAIR;
import static hallpass.ca.TestCa.SKEW;
import static hallpass.ca.TestCa.TEMPORARY_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.RsaEncryption;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.RefusalAssertions;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refused requests, which leave no entry in the ledger. */
class EnrolmentExchangeRefusalTest extends EnrolmentExchangeTestBase {
    @Test
    void refusesRequestSealedToAnotherKey() {
        ServerRegistrationReq toAnother = new ServerRegistrationReq(sealer.sealToPublicKey(
                ServerRegistrationReqPart.PART,
                new ServerRegistrationReqPart(TEMPORARY_KEY, SERVER, NOW),
                (RSAPublicKey) SERVER_PAIR.getPublic(),
                "PK_other",
                Trace.NONE));

        assertRefused(toAnother, ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @Test
    void refusesModifiedCiphertext() {
        byte[] edited = request(SERVER, NOW).registration().ciphertext().toArray();
        edited[17] ^= 1;

        assertRefused(sealed(Bytes.of(edited)), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 257, 60_000})
    void refusesCiphertextOfWrongLength(int length) {
        assertRefused(sealed(Bytes.of(new byte[length])), ErrorCode.KRB_AP_ERR_BAD_INTEGRITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void refusesEmptyOrOverlongName(int length) {
        byte[] name = "a".repeat(length).getBytes(StandardCharsets.UTF_8);
        byte[] plaintext = ByteBuffer.allocate(2 + 16 + 2 + length + 2 + 8)
                .putShort((short) 16)
                .put(new byte[16])
                .putShort((short) length)
                .put(name)
                .putShort((short) 8)
                .putLong(NOW.toEpochMilli())
                .array();

        assertRefused(
                sealed(Bytes.of(RsaEncryption.OAEP.seal((RSAPublicKey) CA_PAIR.getPublic(), plaintext))),
                ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesTemporaryKeyOfAnotherSuite() {
        SymmetricKey large = SymmetricKey.of("K_tmp1", new byte[32]);

        assertRefused(
                new ServerRegistrationReq(sealer.sealToPublicKey(
                        ServerRegistrationReqPart.PART,
                        new ServerRegistrationReqPart(large, SERVER, NOW),
                        (RSAPublicKey) CA_PAIR.getPublic(),
                        "PK_ca",
                        Trace.NONE)),
                ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\u0007b", "desk/localhost", "ID-Server,O=x", "ä", "-a", "ID-CA"})
    void refusesInvalidServerName(String name) {
        assertRefused(request(new PrincipalName(name), NOW), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);
    }

    @Test
    void refusesNameTooLongForCertificate() {
        assertRefused(request(new PrincipalName("a.".repeat(32) + "a"), NOW), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);
    }

    @Test
    void enforcesTheAllowedSkew() throws Exception {
        for (Duration apart : List.of(SKEW, SKEW.negated())) {
            open(exchange.answer(request(SERVER, NOW.plus(apart)), contextAt(NOW)));
        }
        assertRefused(request(SERVER, NOW.plus(SKEW).plusMillis(1)), ErrorCode.KRB_AP_ERR_SKEW);
        assertRefused(request(SERVER, NOW.minus(SKEW).minusMillis(1)), ErrorCode.KRB_AP_ERR_SKEW);
    }

    @Test
    void refusesAfterTheCaCertificateExpired() {
        Instant later = NOW.plus(AUTHORITY_LIFETIME).plusMillis(1);

        RefusalAssertions.assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, () -> exchange.answer(request(SERVER, later), contextAt(later)));
    }

    @Test
    void refusalIssuesNothing() {
        assertRefused(request(new PrincipalName("a b"), NOW), ErrorCode.HP_ERR_NAME_NOT_ALLOWED);

        assertThat(reserved).isEmpty();
        assertThat(recorded).isEmpty();
        assertThat(events).noneMatch(event -> event instanceof ActionPerformed);
    }

    private static ServerRegistrationReq sealed(Bytes ciphertext) {
        return new ServerRegistrationReq(new RsaSealed<>(ciphertext));
    }

    private void assertRefused(ServerRegistrationReq request, ErrorCode code) {
        RefusalAssertions.assertRefused(code, () -> exchange.answer(request, contextAt(NOW)));
    }
}
