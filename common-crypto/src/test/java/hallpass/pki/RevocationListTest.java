package hallpass.pki;

import static hallpass.pki.TestAuthority.AUTHORITY;
import static hallpass.pki.TestAuthority.CA;
import static hallpass.pki.TestAuthority.NOW;
import static hallpass.pki.TestAuthority.ROGUE_PAIR;
import static hallpass.pki.TestAuthority.SKEW;
import static hallpass.pki.TestAuthority.at;
import static hallpass.pki.TestAuthority.selfSigned;
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

class RevocationListTest {
    private static final Instant NEXT = NOW.plus(Duration.ofDays(1));
    private static final Instant REVOKED_AT =
            NOW.truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    private static final BigInteger SERIAL = new BigInteger("8F3A000000000000000000000000FF01", 16);
    private static final RevokedCertificate STOLEN =
            new RevokedCertificate(SERIAL, REVOKED_AT, RevocationReason.KEY_COMPROMISE);

    private final RevocationListCheck check = check();

    @Test
    void saysWhatItWasMadeWith() throws Exception {
        RevocationList list = accept(list(7, List.of(STOLEN)), 0, NOW);

        assertThat(list.number()).isEqualTo(7);
        assertThat(list.thisUpdate()).isEqualTo(NOW.truncatedTo(ChronoUnit.SECONDS));
        assertThat(list.nextUpdate()).isEqualTo(NEXT.truncatedTo(ChronoUnit.SECONDS));
        assertThat(list.revoked()).containsExactly(STOLEN);
        assertThat(list.find(SERIAL)).contains(STOLEN);
        assertThat(list.find(SERIAL.add(BigInteger.ONE))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryReason(RevocationReason reason) {
        RevokedCertificate revoked = new RevokedCertificate(SERIAL, REVOKED_AT, reason);

        assertThat(list(1, List.of(revoked)).revoked()).containsExactly(revoked);
    }

    @Test
    void mayBeEmpty() throws Exception {
        assertThat(accept(list(1, List.of()), 0, NOW).revoked()).isEmpty();
    }

    @Test
    void holdsManyAndFindsEach() throws Exception {
        List<RevokedCertificate> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(new RevokedCertificate(
                    SERIAL.add(BigInteger.valueOf(i)), REVOKED_AT.plusSeconds(i), RevocationReason.SUPERSEDED));
        }
        RevocationList list = accept(list(Long.MAX_VALUE, many), 0, NOW);

        assertThat(list.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(list.revoked()).isEqualTo(many);
        assertThat(list.find(SERIAL.add(BigInteger.valueOf(4_999)))).contains(many.get(4_999));
    }

    @Test
    void passesThroughPem() throws Exception {
        RevocationList list = list(3, List.of(STOLEN));

        assertThat(Pem.revocationList(Pem.encode(list)).encode()).isEqualTo(list.encode());
        assertThatThrownBy(() -> Pem.revocationList(Pem.encode(AUTHORITY.certificate())))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessage("holds no X509 CRL in PEM");
    }

    @Test
    void listOfAnotherAuthorityIsRefused() {
        CertificateAuthority other = selfSigned(new PrincipalName("ID-Other"), ROGUE_PAIR);
        CertificateAuthority sameName = selfSigned(CA, ROGUE_PAIR);

        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_SIGNATURE,
                other.revocationList(1, NOW, NEXT, List.of()).encode());
        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_SIGNATURE,
                sameName.revocationList(1, NOW, NEXT, List.of()).encode());
    }

    @Test
    void listIsOutOfDateFromTheInstantOfTheNextOne() throws Exception {
        Bytes encoded = list(1, List.of()).encode();
        Instant due = NEXT.truncatedTo(ChronoUnit.SECONDS);

        check.accept(encoded, 0, at(due.minusMillis(1)));
        assertThat(refusal(encoded, 0, due).code()).isEqualTo(ErrorCode.HP_ERR_REVOCATION_STALE);
    }

    @Test
    void listFromAClockThatIsAheadIsRefusedOnceItIsTooFar() throws Exception {
        Bytes encoded = list(1, List.of()).encode();
        Instant from = NOW.truncatedTo(ChronoUnit.SECONDS);

        check.accept(encoded, 0, at(from.minus(SKEW)));
        assertThat(refusal(encoded, 0, from.minus(SKEW).minusMillis(1)).code())
                .isEqualTo(ErrorCode.HP_ERR_REVOCATION_NYV);
    }

    @Test
    void listWithALowerNumberThanOneSeenIsRefused() throws Exception {
        Bytes encoded = list(7, List.of()).encode();

        check.accept(encoded, 7, at(NOW));
        assertThat(refusal(encoded, 8, NOW).code()).isEqualTo(ErrorCode.HP_ERR_REVOCATION_STALE);
    }

    @Test
    void oldListIsStillGenuine() {
        assertThat(check.isGenuine(list(1, List.of()))).isTrue();
        assertThat(check.isGenuine(selfSigned(CA, ROGUE_PAIR).revocationList(1, NOW, NEXT, List.of())))
                .isFalse();
    }

    /** Whatever byte is changed, the list is refused: as unreadable, or for its signature. */
    @Test
    void everyEditedByteIsNoticed() {
        byte[] good = list(1, List.of(STOLEN)).encode().toArray();
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
    void listThatIsCutShortOrGoesOnIsRefused() {
        byte[] good = list(1, List.of(STOLEN)).encode().toArray();
        for (int size = 0; size < good.length; size++) {
            assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(Arrays.copyOf(good, size)));
        }
        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Bytes.of(Arrays.copyOf(good, good.length + 1)));
        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, Certificates.encode(AUTHORITY.certificate()));
    }

    private static RevocationList list(long number, List<RevokedCertificate> revoked) {
        return AUTHORITY.revocationList(number, NOW, NEXT, revoked);
    }

    private RevocationList accept(RevocationList list, long seen, Instant now) throws Refusal {
        return check.accept(list.encode(), seen, at(now));
    }

    private void assertRefused(ErrorCode code, Bytes encoded) {
        assertThat(refusal(encoded, 0, NOW).code()).isEqualTo(code);
    }

    private Refusal refusal(Bytes encoded, long seen, Instant now) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> check.accept(encoded, seen, at(now)));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static RevocationListCheck check() {
        try {
            return CertificateCheck.trusting(AUTHORITY.certificate()).lists(new ClockSkew(SKEW));
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
