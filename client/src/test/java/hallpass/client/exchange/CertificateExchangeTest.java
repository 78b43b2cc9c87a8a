package hallpass.client.exchange;

import static hallpass.client.exchange.HeldInTests.SERVER;
import static hallpass.testkit.LabRealm.NOON;
import static hallpass.testkit.LabRealm.SKEW;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateCheck;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.testkit.LabRealm;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificateExchangeTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final KeyPair SERVER_PAIR = RsaKeys.newPair();
    private static final KeyPair OTHER_PAIR = RsaKeys.newPair();
    private static final CertificateAuthority AUTHORITY = authority("ID-CA");
    private static final CertificateAuthority ROGUE = authority("ID-CA");

    private final LabRealm lab = new LabRealm();
    private final CertificateExchange exchange = new CertificateExchange(trusting(AUTHORITY), SKEW);
    private final CertificateReq asked = exchange.ask(SERVER, lab.now());

    @Test
    void asksForTheServerByName() {
        assertThat(asked).isEqualTo(new CertificateReq(SERVER, NOON));
    }

    @Test
    void givesTheKeyBesideAGoodCertificate() throws Exception {
        X509Certificate certificate = certificate(AUTHORITY, SERVER);

        assertThat(exchange.accept(asked, reply(certificate, SERVER_PAIR, NOON), lab.now()))
                .isEqualTo(
                        new ServerKey(SERVER, (RSAPublicKey) SERVER_PAIR.getPublic(), certificate.getSerialNumber()));
    }

    /** C1 of the attacks: the classic client does not notice that the key was swapped. */
    @Test
    void sealsToTheKeyBesideTheCertificateEvenIfItIsAnother() throws Exception {
        assertThat(exchange.accept(asked, reply(certificate(AUTHORITY, SERVER), OTHER_PAIR, NOON), lab.now())
                        .value())
                .isEqualTo(OTHER_PAIR.getPublic());
    }

    @Test
    void refusesACertificateOfAnotherAuthority() {
        CertificateRep reply = reply(certificate(ROGUE, SERVER), SERVER_PAIR, NOON);

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE, () -> exchange.accept(asked, reply, lab.now()));
    }

    @Test
    void refusesACertificateForAnotherName() {
        CertificateRep reply = reply(certificate(AUTHORITY, new PrincipalName("ID-Other")), SERVER_PAIR, NOON);

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_NAME, () -> exchange.accept(asked, reply, lab.now()));
    }

    @Test
    void refusesACertificateThatHasExpired() {
        Instant later = NOON.plus(YEAR).plus(YEAR);
        CertificateRep reply = reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, later);

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, () -> exchange.accept(asked, reply, lab.at(later)));
    }

    @Test
    void refusesAnEditedCertificate() {
        byte[] edited = Certificates.encode(certificate(AUTHORITY, SERVER)).toArray();
        edited[edited.length - 1] ^= 1;
        CertificateRep reply = new CertificateRep(RsaKeys.encode(SERVER_PAIR.getPublic()), Bytes.of(edited), NOON);

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE, () -> exchange.accept(asked, reply, lab.now()));
    }

    @Test
    void refusesWhatIsNoCertificate() {
        CertificateRep reply = new CertificateRep(RsaKeys.encode(SERVER_PAIR.getPublic()), Bytes.EMPTY, NOON);

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE, () -> exchange.accept(asked, reply, lab.now()));
    }

    @Test
    void refusesAKeyBesideTheCertificateThatIsNone() {
        CertificateRep reply =
                new CertificateRep(Bytes.EMPTY, Certificates.encode(certificate(AUTHORITY, SERVER)), NOON);

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_KEY, () -> exchange.accept(asked, reply, lab.now()));
    }

    @Test
    void refusesAReplyThatWasNotSaidNow() {
        Instant late = NOON.minus(SKEW.allowed()).minusMillis(1);
        CertificateRep reply = reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, late);

        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.accept(asked, reply, lab.now()));
    }

    private static CertificateRep reply(X509Certificate certificate, KeyPair beside, Instant sentAt) {
        return new CertificateRep(RsaKeys.encode(beside.getPublic()), Certificates.encode(certificate), sentAt);
    }

    private static X509Certificate certificate(CertificateAuthority authority, PrincipalName server) {
        return authority.issue(server, (RSAPublicKey) SERVER_PAIR.getPublic(), validity(), BigInteger.TWO);
    }

    private static CertificateAuthority authority(String name) {
        return CertificateAuthority.selfSigned(new PrincipalName(name), RsaKeys.newPair(), validity(), BigInteger.ONE);
    }

    private static Validity validity() {
        return Validity.starting(NOON.minus(Duration.ofDays(1)), YEAR, SKEW.allowed());
    }

    private static CertificateCheck trusting(CertificateAuthority authority) {
        try {
            return CertificateCheck.trusting(authority.certificate());
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
