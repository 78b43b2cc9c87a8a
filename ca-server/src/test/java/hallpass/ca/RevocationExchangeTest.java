package hallpass.ca;

import static hallpass.ca.TestAuthority.AUTHORITY;
import static hallpass.ca.TestAuthority.NOW;
import static hallpass.ca.TestAuthority.SKEW;
import static hallpass.ca.TestAuthority.at;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.RevocationListRep;
import hallpass.message.RevocationListReq;
import hallpass.message.RevocationReq;
import hallpass.pki.CertificateCheck;
import hallpass.pki.CertificateState;
import hallpass.pki.CertificateState.Good;
import hallpass.pki.CertificateState.Revoked;
import hallpass.pki.CertificateState.Unknown;
import hallpass.pki.RevocationList;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevokedCertificate;
import hallpass.protocol.ClockSkew;
import hallpass.testkit.Refusals;
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

class RevocationExchangeTest {
    private static final BigInteger GOOD = new BigInteger("80".repeat(16), 16);
    private static final BigInteger STOLEN = BigInteger.valueOf(255);
    private static final Nonce NONCE = new Nonce(42);
    private static final Map<BigInteger, CertificateState> LEDGER =
            Map.of(GOOD, new Good(), STOLEN, new Revoked(NOW.minusSeconds(1), RevocationReason.KEY_COMPROMISE));

    private final RevocationExchange exchange =
            new RevocationExchange(AUTHORITY, serial -> LEDGER.getOrDefault(serial, new Unknown()));

    @ParameterizedTest
    @ValueSource(strings = {"80808080808080808080808080808080", "FF", "01", "7F", "0100", "8000"})
    void answersForEverySerialWhatTheLedgerSays(String hex) throws Exception {
        BigInteger serial = new BigInteger(hex, 16);
        RevocationReq request = RevocationReq.about(serial, NONCE);

        assertThat(request.number()).isEqualTo(serial);
        assertThat(CertificateCheck.trusting(AUTHORITY.certificate())
                        .answers(new ClockSkew(SKEW))
                        .read(exchange.answer(request, at(NOW)).answer(), serial, NONCE, at(NOW)))
                .isEqualTo(LEDGER.getOrDefault(serial, new Unknown()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 21, 60_000})
    void refusesASerialThatNoCertificateHas(int size) {
        RevocationReq request = new RevocationReq(Bytes.of(new byte[size]), NONCE);

        Refusals.assertRefused(ErrorCode.HP_ERR_MALFORMED, () -> exchange.answer(request, at(NOW)));
    }

    @Test
    void givesOutALongListPartByPart() {
        List<RevokedCertificate> many = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            many.add(new RevokedCertificate(GOOD.add(BigInteger.valueOf(i)), NOW, RevocationReason.SUPERSEDED));
        }
        RevocationList list = AUTHORITY.revocationList(9, NOW, NOW.plus(Duration.ofDays(1)), many);
        RevocationListExchange parts = new RevocationListExchange(now -> list);

        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        RevocationListRep part = parts.answer(new RevocationListReq(0), at(NOW));
        while (!part.part().isEmpty()) {
            assertThat(part.number()).isEqualTo(9);
            assertThat(part.size()).isEqualTo(list.encode().size());
            assertThat(part.offset()).isEqualTo(whole.size());
            assertThat(part.part().size()).isLessThanOrEqualTo(RevocationListRep.MAX_PART);
            whole.writeBytes(part.part().toArray());
            part = parts.answer(new RevocationListReq(whole.size()), at(NOW));
        }

        assertThat(list.encode().size()).isGreaterThan(2 * RevocationListRep.MAX_PART);
        assertThat(Bytes.of(whole.toByteArray())).isEqualTo(list.encode());
        assertThat(parts.answer(new RevocationListReq(Integer.MAX_VALUE), at(NOW))
                        .part())
                .isEqualTo(Bytes.EMPTY);
    }
}
