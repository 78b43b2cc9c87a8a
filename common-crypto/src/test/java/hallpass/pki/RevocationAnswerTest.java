package hallpass.pki;

import static hallpass.pki.TestAuthority.AUTHORITY;
import static hallpass.pki.TestAuthority.CA;
import static hallpass.pki.TestAuthority.NOW;
import static hallpass.pki.TestAuthority.ROGUE_PAIR;
import static hallpass.pki.TestAuthority.SERIAL;
import static hallpass.pki.TestAuthority.SKEW;
import static hallpass.pki.TestAuthority.at;
import static hallpass.pki.TestAuthority.selfSigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateState.Good;
import hallpass.pki.CertificateState.Revoked;
import hallpass.pki.CertificateState.Unknown;
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

class RevocationAnswerTest {
    private static final Nonce NONCE = new Nonce(0x1122334455667788L);
    private static final Instant WHOLE = NOW.truncatedTo(ChronoUnit.SECONDS);
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final RevocationAnswerCheck check = check();

    @Test
    void goodCertificateIsAccepted() throws Exception {
        Bytes answer = answer(new Good());

        accept(answer, SERIAL, NONCE, NOW);
        assertThat(check.read(answer, SERIAL, NONCE, at(NOW))).isEqualTo(new Good());
    }

    @ParameterizedTest
    @EnumSource
    void revokedCertificateIsRefusedAndSaidWhenAndWhy(RevocationReason reason) throws Exception {
        Revoked revoked = new Revoked(WHOLE.minusSeconds(3600), reason);

        assertThat(check.read(answer(revoked), SERIAL, NONCE, at(NOW))).isEqualTo(revoked);
        Refusal refusal = refusal(answer(revoked), SERIAL, NONCE, NOW);
        assertThat(refusal.code()).isEqualTo(ErrorCode.HP_ERR_CERTIFICATE_REVOKED);
        assertThat(refusal.reason())
                .contains(reason.rfcName())
                .contains(WHOLE.minusSeconds(3600).toString());
    }

    @Test
    void certificateThatTheAuthorityNeverIssuedIsRefused() throws Exception {
        assertThat(check.read(answer(new Unknown()), SERIAL, NONCE, at(NOW))).isEqualTo(new Unknown());
        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, answer(new Unknown()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 0x1122334455667789L, 0x8877665544332211L})
    void answerToAnotherQuestionIsRefused(long nonce) {
        assertThat(refusal(answer(new Good()), SERIAL, new Nonce(nonce), NOW).code())
                .isEqualTo(ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void answerForAnotherCertificateIsRefused() {
        assertThat(refusal(answer(new Good()), SERIAL.add(BigInteger.ONE), NONCE, NOW)
                        .code())
                .isEqualTo(ErrorCode.HP_ERR_REVOCATION_UNKNOWN);
    }

    @Test
    void answerOfAnotherAuthorityIsRefused() {
        CertificateAuthority other = selfSigned(new PrincipalName("ID-Other"), ROGUE_PAIR);
        CertificateAuthority sameName = selfSigned(CA, ROGUE_PAIR);

        assertRefused(ErrorCode.HP_ERR_REVOCATION_SIGNATURE, other.revocationAnswer(SERIAL, new Good(), NONCE, NOW));
        assertRefused(ErrorCode.HP_ERR_REVOCATION_SIGNATURE, sameName.revocationAnswer(SERIAL, new Good(), NONCE, NOW));
    }

    @Test
    void answerThatSomebodyKeptIsRefused() throws Exception {
        Bytes answer = answer(new Good());
        Instant last = WHOLE.plus(GOOD_FOR).plus(SKEW);

        accept(answer, SERIAL, NONCE, last);
        assertThat(refusal(answer, SERIAL, NONCE, last.plusMillis(1)).code())
                .isEqualTo(ErrorCode.HP_ERR_REVOCATION_STALE);
    }

    @Test
    void answerFromAClockThatIsTooFarAheadIsRefused() throws Exception {
        Bytes answer = answer(new Good());
        Instant first = WHOLE.minus(SKEW);

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
    void answerThatIsNoneIsRefused(int status) throws Exception {
        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_UNKNOWN,
                Bytes.of(new OCSPRespBuilder().build(status, null).getEncoded()));
    }

    /** Whatever byte is changed, no certificate is found good. */
    @Test
    void everyEditedByteIsNoticed() {
        byte[] good =
                answer(new Revoked(WHOLE, RevocationReason.KEY_COMPROMISE)).toArray();
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

    /** The status and the lengths around it: with some, a parser's numbers overflow. */
    @Test
    void everyFlippedBitOfItsHeadIsNoticed() {
        byte[] good = answer(new Good()).toArray();
        for (int bit = 0; bit < 32 * Byte.SIZE; bit++) {
            byte[] edited = good.clone();
            edited[bit / Byte.SIZE] ^= (byte) (0x80 >> bit % Byte.SIZE);

            assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(edited));
        }
    }

    @Test
    void answerThatIsCutShortOrGoesOnIsRefused() {
        byte[] good = answer(new Good()).toArray();
        for (int size = 0; size < good.length; size++) {
            assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(Arrays.copyOf(good, size)));
        }
        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(Arrays.copyOf(good, good.length + 1)));
    }

    private static Bytes answer(CertificateState state) {
        return AUTHORITY.revocationAnswer(SERIAL, state, NONCE, NOW);
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
        RevocationAnswerCheck.requireGood(check.read(answer, serial, nonce, at(now)), serial, at(now));
    }

    private static RevocationAnswerCheck check() {
        try {
            return CertificateCheck.trusting(AUTHORITY.certificate()).answers(new ClockSkew(SKEW));
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
