package hallpass.ca;

import static hallpass.ca.TestCa.AUTHORITY;
import static hallpass.ca.TestCa.NOW;
import static hallpass.ca.TestCa.SKEW;
import static hallpass.ca.TestCa.contextAt;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.fixtures.RefusalAssertions;
import hallpass.message.CrlRep;
import hallpass.message.CrlReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.RevocationStatusReq;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Crl;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevocationStatus;
import hallpass.pki.RevocationStatus.Good;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.pki.RevocationStatus.Unknown;
import hallpass.pki.RevokedCertificate;
import hallpass.protocol.ClockSkew;
import hallpass.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationStatusExchangeTest {
    private static final BigInteger GOOD = new BigInteger("80".repeat(16), 16);
    private static final BigInteger STOLEN = BigInteger.valueOf(255);
    private static final Nonce NONCE = new Nonce(42);
    private static final Map<BigInteger, RevocationStatus> LEDGER =
            Map.of(GOOD, new Good(), STOLEN, new Revoked(NOW.minusSeconds(1), RevocationReason.KEY_COMPROMISE));

    private final RevocationStatusExchange exchange =
            new RevocationStatusExchange(AUTHORITY, serial -> LEDGER.getOrDefault(serial, new Unknown()));

    @ParameterizedTest
    @ValueSource(strings = {"80808080808080808080808080808080", "FF", "01", "7F", "0100", "8000"})
    void answersWithTheLedgerState(String hex) throws Exception {
        BigInteger serial = new BigInteger(hex, 16);
        RevocationStatusReq request = RevocationStatusReq.of(serial, NONCE);

        assertThat(request.toBigInteger()).isEqualTo(serial);
        assertThat(CertificateValidator.trusting(AUTHORITY.certificate())
                        .ocspValidator(new ClockSkew(SKEW))
                        .validate(
                                exchange.answer(request, contextAt(NOW)).ocspResponse(), serial, NONCE, contextAt(NOW)))
                .isEqualTo(LEDGER.getOrDefault(serial, new Unknown()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 21, 60_000})
    void refusesSerialOfInvalidLength(int size) {
        RevocationStatusReq request = new RevocationStatusReq(Bytes.of(new byte[size]), NONCE);

        RefusalAssertions.assertRefused(ErrorCode.HP_ERR_MALFORMED, () -> exchange.answer(request, contextAt(NOW)));
    }

    @Test
    void servesLongListInParts() {
        List<RevokedCertificate> many = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            many.add(new RevokedCertificate(GOOD.add(BigInteger.valueOf(i)), NOW, RevocationReason.SUPERSEDED));
        }
        Crl crl = AUTHORITY.signCrl(9, NOW, NOW.plus(Duration.ofDays(1)), many);
        CrlExchange parts = new CrlExchange(now -> crl);

        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        CrlRep part = parts.answer(new CrlReq(0), contextAt(NOW));
        while (!part.chunk().isEmpty()) {
            assertThat(part.crlNumber()).isEqualTo(9);
            assertThat(part.totalSize()).isEqualTo(crl.encode().size());
            assertThat(part.offset()).isEqualTo(whole.size());
            assertThat(part.chunk().size()).isLessThanOrEqualTo(CrlRep.MAX_CHUNK);
            whole.writeBytes(part.chunk().toArray());
            part = parts.answer(new CrlReq(whole.size()), contextAt(NOW));
        }

        assertThat(crl.encode().size()).isGreaterThan(2 * CrlRep.MAX_CHUNK);
        assertThat(Bytes.of(whole.toByteArray())).isEqualTo(crl.encode());
        assertThat(parts.answer(new CrlReq(Integer.MAX_VALUE), contextAt(NOW)).chunk())
                .isEqualTo(Bytes.EMPTY);
    }
}
