package hallpass.pki;

import static hallpass.pki.PkiFixtures.AUTHORITY;
import static hallpass.pki.PkiFixtures.CA;
import static hallpass.pki.PkiFixtures.NOW;
import static hallpass.pki.PkiFixtures.ROGUE_PAIR;
import static hallpass.pki.PkiFixtures.SKEW;
import static hallpass.pki.PkiFixtures.contextAt;
import static hallpass.pki.PkiFixtures.selfSigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrlTest {
    private static final Instant NEXT_UPDATE = NOW.plus(Duration.ofDays(1));
    private static final Instant REVOKED_AT =
            NOW.truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    private static final BigInteger SERIAL = new BigInteger("8F3A000000000000000000000000FF01", 16);
    private static final RevokedCertificate STOLEN =
            new RevokedCertificate(SERIAL, REVOKED_AT, RevocationReason.KEY_COMPROMISE);

    private final CrlValidator validator = newValidator();

    @Test
    void roundTripsContent() throws Exception {
        Crl crl = accept(crl(7, List.of(STOLEN)), 0, NOW);

        assertThat(crl.number()).isEqualTo(7);
        assertThat(crl.thisUpdate()).isEqualTo(NOW.truncatedTo(ChronoUnit.SECONDS));
        assertThat(crl.nextUpdate()).isEqualTo(NEXT_UPDATE.truncatedTo(ChronoUnit.SECONDS));
        assertThat(crl.revoked()).containsExactly(STOLEN);
        assertThat(crl.find(SERIAL)).contains(STOLEN);
        assertThat(crl.find(SERIAL.add(BigInteger.ONE))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryReason(RevocationReason reason) {
        RevokedCertificate revoked = new RevokedCertificate(SERIAL, REVOKED_AT, reason);

        assertThat(crl(1, List.of(revoked)).revoked()).containsExactly(revoked);
    }

    @Test
    void acceptsEmptyCrl() throws Exception {
        assertThat(accept(crl(1, List.of()), 0, NOW).revoked()).isEmpty();
    }

    @Test
    void findsEachOfManyEntries() throws Exception {
        List<RevokedCertificate> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(new RevokedCertificate(
                    SERIAL.add(BigInteger.valueOf(i)), REVOKED_AT.plusSeconds(i), RevocationReason.SUPERSEDED));
        }
        Crl crl = accept(crl(Long.MAX_VALUE, many), 0, NOW);

        assertThat(crl.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(crl.revoked()).isEqualTo(many);
        assertThat(crl.find(SERIAL.add(BigInteger.valueOf(4_999)))).contains(many.get(4_999));
    }

    @Test
    void roundTripsThroughPem() throws Exception {
        Crl crl = crl(3, List.of(STOLEN));

        assertThat(Pem.decodeCrl(Pem.encode(crl)).encode()).isEqualTo(crl.encode());
        assertThatThrownBy(() -> Pem.decodeCrl(Pem.encode(AUTHORITY.certificate())))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessage("holds no X509 CRL in PEM");
    }

    @Test
    void refusesOtherIssuer() {
        CertificateAuthority other = selfSigned(new PrincipalName("ID-Other"), ROGUE_PAIR);
        CertificateAuthority sameName = selfSigned(CA, ROGUE_PAIR);

        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_SIGNATURE,
                other.signCrl(1, NOW, NEXT_UPDATE, List.of()).encode());
        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_SIGNATURE,
                sameName.signCrl(1, NOW, NEXT_UPDATE, List.of()).encode());
    }

    @Test
    void refusesCrlFromItsNextUpdate() throws Exception {
        Bytes encoded = crl(1, List.of()).encode();
        Instant due = NEXT_UPDATE.truncatedTo(ChronoUnit.SECONDS);

        validator.validate(encoded, 0, contextAt(due.minusMillis(1)));
        assertThat(refusal(encoded, 0, due).code()).isEqualTo(ErrorCode.HP_ERR_REVOCATION_STALE);
    }

    @Test
    void refusesFutureCrlBeyondSkew() throws Exception {
        Bytes encoded = crl(1, List.of()).encode();
        Instant from = NOW.truncatedTo(ChronoUnit.SECONDS);

        validator.validate(encoded, 0, contextAt(from.minus(SKEW)));
        assertThat(refusal(encoded, 0, from.minus(SKEW).minusMillis(1)).code())
                .isEqualTo(ErrorCode.HP_ERR_REVOCATION_NYV);
    }

    @Test
    void refusesLowerCrlNumber() throws Exception {
        Bytes encoded = crl(7, List.of()).encode();

        validator.validate(encoded, 7, contextAt(NOW));
        assertThat(refusal(encoded, 8, NOW).code()).isEqualTo(ErrorCode.HP_ERR_REVOCATION_STALE);
    }

    @Test
    void recognisesIssuerOfOldCrl() {
        assertThat(validator.isFromAuthority(crl(1, List.of()))).isTrue();
        assertThat(validator.isFromAuthority(selfSigned(CA, ROGUE_PAIR).signCrl(1, NOW, NEXT_UPDATE, List.of())))
                .isFalse();
    }

    /** Every change makes the CRL undecodable or breaks its signature. */
    @Test
    void refusesEveryEditedByte() {
        byte[] good = crl(1, List.of(STOLEN)).encode().toArray();
        for (int i = 0; i < good.length; i++) {
            for (int mask : new int[] {0x01, 0x80}) {
                byte[] edited = good.clone();
                edited[i] ^= (byte) mask;

                assertThat(refusal(Bytes.of(edited), 0, NOW).code())
                        .isIn(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, ErrorCode.HP_ERR_REVOCATION_SIGNATURE);
            }
        }
    }

    @Test
    void refusesTruncatedOrExtendedCrl() {
        byte[] good = crl(1, List.of(STOLEN)).encode().toArray();
        for (int size = 0; size < good.length; size++) {
            assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(Arrays.copyOf(good, size)));
        }
        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(Arrays.copyOf(good, good.length + 1)));
        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Certificates.encode(AUTHORITY.certificate()));
    }

    private static Crl crl(long number, List<RevokedCertificate> revoked) {
        return AUTHORITY.signCrl(number, NOW, NEXT_UPDATE, revoked);
    }

    private Crl accept(Crl crl, long seen, Instant now) throws Refusal {
        return validator.validate(crl.encode(), seen, contextAt(now));
    }

    private void assertRefused(ErrorCode code, Bytes encoded) {
        assertThat(refusal(encoded, 0, NOW).code()).isEqualTo(code);
    }

    private Refusal refusal(Bytes encoded, long seen, Instant now) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> validator.validate(encoded, seen, contextAt(now)));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static CrlValidator newValidator() {
        try {
            return CertificateValidator.trusting(AUTHORITY.certificate()).crlValidator(new ClockSkew(SKEW));
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
