package hallpass.pki;

import static hallpass.pki.PkiFixtures.AUTHORITY;
import static hallpass.pki.PkiFixtures.CA;
import static hallpass.pki.PkiFixtures.NOW;
import static hallpass.pki.PkiFixtures.ROGUE_PAIR;
import static hallpass.pki.PkiFixtures.SERIAL;
import static hallpass.pki.PkiFixtures.SKEW;
import static hallpass.pki.PkiFixtures.contextAt;
import static hallpass.pki.PkiFixtures.selfSigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.pki.RevocationStatus.Good;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.pki.RevocationStatus.Unknown;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcspResponseValidatorTest {
    private static final Nonce NONCE = new Nonce(0x1122334455667788L);
    private static final Instant WHOLE_SECOND = NOW.truncatedTo(ChronoUnit.SECONDS);
    private static final Duration VALIDITY = Duration.ofMinutes(1);

    private final OcspResponseValidator validator = newValidator();

    @Test
    void acceptsGoodStatus() throws Exception {
        Bytes answer = response(new Good());

        accept(answer, SERIAL, NONCE, NOW);
        assertThat(validator.validate(answer, SERIAL, NONCE, contextAt(NOW))).isEqualTo(new Good());
    }

    @ParameterizedTest
    @EnumSource
    void refusesRevokedCertificateWithTimeAndReason(RevocationReason reason) throws Exception {
        Revoked revoked = new Revoked(WHOLE_SECOND.minusSeconds(3600), reason);

        assertThat(validator.validate(response(revoked), SERIAL, NONCE, contextAt(NOW)))
                .isEqualTo(revoked);
        Refusal refusal = refusal(response(revoked), SERIAL, NONCE, NOW);
        assertThat(refusal.code()).isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_REVOKED);
        assertThat(refusal.reason())
                .contains(reason.rfcName())
                .contains(WHOLE_SECOND.minusSeconds(3600).toString());
    }

    @Test
    void refusesUnknownCertificate() throws Exception {
        assertThat(validator.validate(response(new Unknown()), SERIAL, NONCE, contextAt(NOW)))
                .isEqualTo(new Unknown());
        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, response(new Unknown()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 0x1122334455667789L, 0x8877665544332211L})
    void refusesOtherNonce(long nonce) {
        assertThat(refusal(response(new Good()), SERIAL, new Nonce(nonce), NOW).code())
                .isEqualTo(ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesOtherSerialNumber() {
        assertThat(refusal(response(new Good()), SERIAL.add(BigInteger.ONE), NONCE, NOW)
                        .code())
                .isEqualTo(ErrorCode.HP_ERR_REVOCATION_UNKNOWN);
    }

    @Test
    void refusesOtherResponder() {
        CertificateAuthority other = selfSigned(new PrincipalName("ID-Other"), ROGUE_PAIR);
        CertificateAuthority sameName = selfSigned(CA, ROGUE_PAIR);

        assertRefused(ErrorCode.HP_ERR_REVOCATION_SIGNATURE, other.signOcspResponse(SERIAL, new Good(), NONCE, NOW));
        assertRefused(ErrorCode.HP_ERR_REVOCATION_SIGNATURE, sameName.signOcspResponse(SERIAL, new Good(), NONCE, NOW));
    }

    @Test
    void refusesStaleResponse() throws Exception {
        Bytes answer = response(new Good());
        Instant last = WHOLE_SECOND.plus(VALIDITY).plus(SKEW);

        accept(answer, SERIAL, NONCE, last);
        assertThat(refusal(answer, SERIAL, NONCE, last.plusMillis(1)).code())
                .isEqualTo(ErrorCode.HP_ERR_REVOCATION_STALE);
    }

    @Test
    void refusesFutureResponse() throws Exception {
        Bytes answer = response(new Good());
        Instant first = WHOLE_SECOND.minus(SKEW);

        accept(answer, SERIAL, NONCE, first);
        assertThat(refusal(answer, SERIAL, NONCE, first.minusMillis(1)).code())
                .isEqualTo(ErrorCode.HP_ERR_REVOCATION_NYV);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                OCSPRespBuilder.MALFORMED_REQUEST,
                OCSPRespBuilder.INTERNAL_ERROR,
                OCSPRespBuilder.TRY_LATER,
                OCSPRespBuilder.UNAUTHORIZED
            })
    void refusesErrorResponse(int status) throws Exception {
        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_UNKNOWN,
                Bytes.of(new OCSPRespBuilder().build(status, null).getEncoded()));
    }

    /** No change turns the status into good. */
    @Test
    void refusesEveryEditedByte() {
        byte[] good = response(new Revoked(WHOLE_SECOND, RevocationReason.KEY_COMPROMISE))
                .toArray();
        for (int i = 0; i < good.length; i++) {
            for (int mask : new int[] {0x01, 0x80}) {
                byte[] edited = good.clone();
                edited[i] ^= (byte) mask;

                assertThat(refusal(Bytes.of(edited), SERIAL, NONCE, NOW).code())
                        .as("byte %d, bits %x", i, mask)
                        .isIn(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, ErrorCode.HP_ERR_REVOCATION_SIGNATURE);
            }
        }
    }

    /** The header holds the status and lengths, which can overflow a parser's integers. */
    @Test
    void refusesFlippedHeaderBits() {
        byte[] good = response(new Good()).toArray();
        for (int bit = 0; bit < 32 * Byte.SIZE; bit++) {
            byte[] edited = good.clone();
            edited[bit / Byte.SIZE] ^= (byte) (0x80 >> bit % Byte.SIZE);

            assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(edited));
        }
    }

    @Test
    void refusesTruncatedOrExtendedResponse() {
        byte[] good = response(new Good()).toArray();
        for (int size = 0; size < good.length; size++) {
            assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(Arrays.copyOf(good, size)));
        }
        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(Arrays.copyOf(good, good.length + 1)));
    }

    private static Bytes response(RevocationStatus status) {
        return AUTHORITY.signOcspResponse(SERIAL, status, NONCE, NOW);
    }

    private void assertRefused(ErrorCode code, Bytes answer) {
        assertThat(refusal(answer, SERIAL, NONCE, NOW).code()).isEqualTo(code);
    }

    private Refusal refusal(Bytes answer, BigInteger serial, Nonce nonce, Instant now) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> accept(answer, serial, nonce, now));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private void accept(Bytes answer, BigInteger serial, Nonce nonce, Instant now) throws Refusal {
        OcspResponseValidator.requireGood(
                validator.validate(answer, serial, nonce, contextAt(now)), serial, contextAt(now));
    }

    private static OcspResponseValidator newValidator() {
        try {
            return CertificateValidator.trusting(AUTHORITY.certificate()).ocspValidator(new ClockSkew(SKEW));
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
