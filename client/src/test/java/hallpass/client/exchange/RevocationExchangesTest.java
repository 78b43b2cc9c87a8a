package hallpass.client.exchange;

import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationListRep;
import hallpass.message.RevocationListReq;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateCheck;
import hallpass.pki.CertificateState;
import hallpass.pki.CertificateState.Good;
import hallpass.pki.CertificateState.Revoked;
import hallpass.pki.CertificateState.Unknown;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RevocationList;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevokedCertificate;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Refusal;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.testkit.LabRealm;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever the authority's answer is but a good one of now, the certificate is not believed. */
class RevocationExchangesTest {
    private static final BigInteger SERIAL = BigInteger.valueOf(0xf00d);
    private static final CertificateAuthority AUTHORITY = authority("ID-CA");
    private static final CertificateAuthority ROGUE = authority("ID-CA");
    private static final int PART = 1000;

    private final LabRealm lab = new LabRealm();
    private final CertificateCheck trusted = trusting(AUTHORITY);
    private final RevocationExchange exchange = new RevocationExchange(trusted.answers(SKEW));
    private final RevocationReq asked =
            exchange.ask(HeldInTests.serverKey(RsaKeys.newPair(), SERIAL), InsecureScriptedRandomness.counting());

    @Test
    void asksForTheCertificateThatTheServerShowed() {
        assertThat(asked.number()).isEqualTo(SERIAL);
    }

    @Test
    void goesOnWithAGoodAnswer() throws Exception {
        assertThat(judge(answer(AUTHORITY, new Good(), asked.nonce(), NOON))).isEqualTo(new Good());
    }

    @Test
    void failsClosedOnEverythingElse() {
        Revoked revoked = new Revoked(NOON, RevocationReason.KEY_COMPROMISE);
        Nonce other = new Nonce(asked.nonce().value() + 1);
        Instant old = NOON.minus(Duration.ofHours(1));

        assertJudged(ErrorCode.HP_ERR_CERTIFICATE_REVOKED, answer(AUTHORITY, revoked, asked.nonce(), NOON));
        assertJudged(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, answer(AUTHORITY, new Unknown(), asked.nonce(), NOON));
        assertJudged(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new RevocationRep(Bytes.EMPTY));
        assertJudged(ErrorCode.HP_ERR_REVOCATION_SIGNATURE, answer(ROGUE, new Good(), asked.nonce(), NOON));
        assertJudged(ErrorCode.KRB_AP_ERR_MODIFIED, answer(AUTHORITY, new Good(), other, NOON));
        assertJudged(ErrorCode.HP_ERR_REVOCATION_STALE, answer(AUTHORITY, new Good(), asked.nonce(), old));
        assertJudged(
                ErrorCode.HP_ERR_REVOCATION_NYV,
                answer(AUTHORITY, new Good(), asked.nonce(), NOON.plus(Duration.ofHours(1))));
    }

    @Test
    void putsAListTogetherFromItsParts() throws Exception {
        RevocationList list = list(7);

        assertThat(fetch(List.of(list), 7).number()).isEqualTo(7);
        assertThat(fetch(List.of(list), 0).revoked()).isEqualTo(list.revoked());
    }

    @Test
    void beginsAgainWhenANewerListCameInBetween() throws Exception {
        assertThat(fetch(List.of(list(7), list(7), list(8)), 0).number()).isEqualTo(8);
    }

    @Test
    void givesUpOnAListThatIsAnotherOneEachTime() {
        List<RevocationList> lists = new ArrayList<>();
        for (int i = 1; i < 100; i++) {
            lists.add(list(i));
        }

        assertRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, () -> fetch(lists, 0));
    }

    @Test
    void refusesAListThatIsOldOrAnothers() {
        assertRefused(ErrorCode.HP_ERR_REVOCATION_STALE, () -> fetch(List.of(list(7)), 8));
        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_SIGNATURE,
                () -> fetch(List.of(ROGUE.revocationList(7, NOON, NOON.plusSeconds(60), List.of())), 0));
        assertRefused(
                ErrorCode.HP_ERR_REVOCATION_STALE,
                () -> fetch(List.of(AUTHORITY.revocationList(7, NOON.minusSeconds(60), NOON, List.of())), 0));
    }

    @Test
    void refusesAListThatHasAnotherNumberThanItsParts() {
        Bytes encoded = list(7).encode();

        assertPartRefused(ErrorCode.KRB_AP_ERR_MODIFIED, new RevocationListRep(8L, encoded.size(), 0, encoded));
    }

    @Test
    void refusesPartsThatMakeNoList() {
        assertPartRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new RevocationListRep(1L, 0, 0, Bytes.EMPTY));
        assertPartRefused(ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new RevocationListRep(1L, 10, 0, Bytes.EMPTY));
        assertPartRefused(
                ErrorCode.HP_ERR_REVOCATION_UNKNOWN, new RevocationListRep(1L, 10, 0, Bytes.of(new byte[11])));
        assertPartRefused(
                ErrorCode.HP_ERR_REVOCATION_UNKNOWN,
                new RevocationListRep(1L, Integer.MAX_VALUE, 0, Bytes.of(new byte[11])));
        assertPartRefused(ErrorCode.KRB_AP_ERR_MODIFIED, new RevocationListRep(1L, 10, 1, Bytes.of(new byte[1])));
    }

    private void assertPartRefused(ErrorCode code, RevocationListRep part) {
        RevocationListExchange one = new RevocationListExchange(trusted.lists(SKEW), 0);

        assertRefused(code, () -> one.accept(one.ask(), part, lab.now()));
    }

    /** @param newest the list that is the newest at each question; the last one for all that follow */
    private RevocationList fetch(List<RevocationList> newest, long seen) throws Refusal {
        RevocationListExchange one = new RevocationListExchange(trusted.lists(SKEW), seen);
        Optional<RevocationList> whole = Optional.empty();
        for (int i = 0; whole.isEmpty(); i++) {
            RevocationListReq request = one.ask();
            whole = one.accept(request, part(newest.get(Math.min(i, newest.size() - 1)), request), lab.now());
        }
        return whole.get();
    }

    private static RevocationListRep part(RevocationList list, RevocationListReq request) {
        byte[] all = list.encode().toArray();
        int start = Math.min(request.offset(), all.length);
        int end = Math.min(start + PART, all.length);
        return new RevocationListRep(
                list.number(), all.length, request.offset(), Bytes.of(Arrays.copyOfRange(all, start, end)));
    }

    private static RevocationList list(long number) {
        List<RevokedCertificate> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new RevokedCertificate(
                    SERIAL.add(BigInteger.valueOf(i)), NOON.minusSeconds(200L - i), RevocationReason.SUPERSEDED));
        }
        return AUTHORITY.revocationList(number, NOON, NOON.plus(Duration.ofDays(1)), many);
    }

    private static RevocationRep answer(
            CertificateAuthority authority, CertificateState state, Nonce nonce, Instant now) {
        return new RevocationRep(authority.revocationAnswer(SERIAL, state, nonce, now));
    }

    private CertificateState judge(RevocationRep reply) throws Refusal {
        CertificateState state = exchange.accept(asked, reply, lab.now());
        exchange.requireGood(asked, state, lab.now());
        return state;
    }

    private void assertJudged(ErrorCode code, RevocationRep reply) {
        assertRefused(code, () -> judge(reply));
    }

    private static CertificateAuthority authority(String name) {
        return CertificateAuthority.selfSigned(
                new PrincipalName(name),
                RsaKeys.newPair(),
                Validity.starting(NOON, Duration.ofDays(3650), SKEW.allowed()),
                CertificateAuthority.newSerial(count -> new byte[count]));
    }

    private static CertificateCheck trusting(CertificateAuthority authority) {
        try {
            return CertificateCheck.trusting(authority.certificate());
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
