package hallpass.client.exchange;

import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.CrlRep;
import hallpass.message.CrlReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationStatusRep;
import hallpass.message.RevocationStatusReq;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Crl;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevocationStatus;
import hallpass.pki.RevocationStatus.Good;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.pki.RevocationStatus.Unknown;
import hallpass.pki.RevokedCertificate;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevocationStatusExchangeClientTest {
    private static final BigInteger SERIAL = BigInteger.valueOf(0xf00d);
    private static final CertificateAuthority AUTHORITY = authority("ID-CA");
    private static final CertificateAuthority ROGUE = authority("ID-CA");
    private static final int PART = 1000;

    private final ExchangeFixture lab = new ExchangeFixture();
    private final CertificateValidator trusted = trusting(AUTHORITY);
    private final RevocationStatusExchangeClient exchange =
            new RevocationStatusExchangeClient(trusted.ocspValidator(CLOCK_SKEW));
    private final RevocationStatusReq request = exchange.createRequest(
            SampleCredentials.serverKey(RsaKeys.generateKeyPair(), SERIAL), InsecureDeterministicRandomness.counting());

    @Test
    void requestsStatusOfTheServerCertificate() {
        assertThat(request.toBigInteger()).isEqualTo(SERIAL);
    }

    @Test
    void acceptsGoodStatus() throws Exception {
        assertThat(accept(answer(AUTHORITY, new Good(), request.nonce(), NOON))).isEqualTo(new Good());
    }

    @Test
    void refusesEveryOtherStatus() {
        Revoked revoked = new Revoked(NOON, RevocationReason.KEY_COMPROMISE);
        Nonce other = new Nonce(request.nonce().value() + 1);
        Instant old = NOON.minus(Duration.ofHours(1));

        assertRefusedWith(ErrorCode.HP_ERR_CERTIFICATE_REVOKED, answer(AUTHORITY, revoked, request.nonce(), NOON));
        assertRefusedWith(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, answer(AUTHORITY, new Unknown(), request.nonce(), NOON));
        assertRefusedWith(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new RevocationStatusRep(Bytes.EMPTY));
        assertRefusedWith(ErrorCode.HP_ERR_REVOCATION_SIGNATURE, answer(ROGUE, new Good(), request.nonce(), NOON));
        assertRefusedWith(ErrorCode.KRB_AP_ERR_MODIFIED, answer(AUTHORITY, new Good(), other, NOON));
        assertRefusedWith(ErrorCode.HP_ERR_REVOCATION_STALE, answer(AUTHORITY, new Good(), request.nonce(), old));
        assertRefusedWith(
                ErrorCode.HP_ERR_REVOCATION_NYV,
                answer(AUTHORITY, new Good(), request.nonce(), NOON.plus(Duration.ofHours(1))));
    }

    @Test
    void assemblesCrlFromItsParts() throws Exception {
        Crl crl = list(7);

        assertThat(fetch(List.of(crl), 7).number()).isEqualTo(7);
        assertThat(fetch(List.of(crl), 0).revoked()).isEqualTo(crl.revoked());
    }

    @Test
    void restartsWhenANewerCrlAppears() throws Exception {
        assertThat(fetch(List.of(list(7), list(7), list(8)), 0).number()).isEqualTo(8);
    }

    @Test
    void givesUpWhenTheCrlKeepsChanging() {
        List<Crl> lists = new ArrayList<>();
        for (int i = 1; i < 100; i++) {
            lists.add(list(i));
        }

        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, () -> fetch(lists, 0));
    }

    @Test
    void refusesOldOrForeignCrl() {
        assertRefused(ErrorCode.HP_ERR_REVOCATION_STALE, () -> fetch(List.of(list(7)), 8));
        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_SIGNATURE,
                () -> fetch(List.of(ROGUE.signCrl(7, NOON, NOON.plusSeconds(60), List.of())), 0));
        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_STALE,
                () -> fetch(List.of(AUTHORITY.signCrl(7, NOON.minusSeconds(60), NOON, List.of())), 0));
    }

    @Test
    void refusesCrlWhoseNumberDiffersFromItsParts() {
        Bytes encoded = list(7).encode();

        assertPartRefused(ErrorCode.KRB_AP_ERR_MODIFIED, new CrlRep(8L, encoded.size(), 0, encoded));
    }

    @Test
    void refusesPartsThatDoNotFormACrl() {
        assertPartRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new CrlRep(1L, 0, 0, Bytes.EMPTY));
        assertPartRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new CrlRep(1L, 10, 0, Bytes.EMPTY));
        assertPartRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new CrlRep(1L, 10, 0, Bytes.of(new byte[11])));
        assertPartRefused(
                ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new CrlRep(1L, Integer.MAX_VALUE, 0, Bytes.of(new byte[11])));
        assertPartRefused(ErrorCode.KRB_AP_ERR_MODIFIED, new CrlRep(1L, 10, 1, Bytes.of(new byte[1])));
    }

    private void assertPartRefused(ErrorCode code, CrlRep part) {
        CrlExchangeClient one = new CrlExchangeClient(trusted.crlValidator(CLOCK_SKEW), 0);

        assertRefused(code, () -> one.acceptReply(one.createRequest(), part, lab.context()));
    }

    /** @param newest the newest CRL at each request; the last one stays */
    private Crl fetch(List<Crl> newest, long seen) throws Refusal {
        CrlExchangeClient one = new CrlExchangeClient(trusted.crlValidator(CLOCK_SKEW), seen);
        Optional<Crl> whole = Optional.empty();
        for (int i = 0; whole.isEmpty(); i++) {
            CrlReq request = one.createRequest();
            whole = one.acceptReply(request, part(newest.get(Math.min(i, newest.size() - 1)), request), lab.context());
        }
        return whole.get();
    }

    private static CrlRep part(Crl crl, CrlReq request) {
        byte[] all = crl.encode().toArray();
        int start = Math.min(request.offset(), all.length);
        int end = Math.min(start + PART, all.length);
        return new CrlRep(crl.number(), all.length, request.offset(), Bytes.of(Arrays.copyOfRange(all, start, end)));
    }

    private static Crl list(long number) {
        List<RevokedCertificate> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new RevokedCertificate(
                    SERIAL.add(BigInteger.valueOf(i)), NOON.minusSeconds(200L - i), RevocationReason.SUPERSEDED));
        }
        return AUTHORITY.signCrl(number, NOON, NOON.plus(Duration.ofDays(1)), many);
    }

    private static RevocationStatusRep answer(
            CertificateAuthority authority, RevocationStatus status, Nonce nonce, Instant now) {
        return new RevocationStatusRep(authority.signOcspResponse(SERIAL, status, nonce, now));
    }

    private RevocationStatus accept(RevocationStatusRep reply) throws Refusal {
        RevocationStatus status = exchange.acceptReply(request, reply, lab.context());
        exchange.requireGood(request, status, lab.context());
        return status;
    }

    private void assertRefusedWith(ErrorCode code, RevocationStatusRep reply) {
        assertRefused(code, () -> accept(reply));
    }

    private static CertificateAuthority authority(String name) {
        return CertificateAuthority.selfSigned(
                new PrincipalName(name),
                RsaKeys.generateKeyPair(),
                Validity.starting(NOON, Duration.ofDays(3650), CLOCK_SKEW.allowed()),
                CertificateAuthority.newSerial(count -> new byte[count]));
    }

    private static CertificateValidator trusting(CertificateAuthority authority) {
        try {
            return CertificateValidator.trusting(authority.certificate());
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
