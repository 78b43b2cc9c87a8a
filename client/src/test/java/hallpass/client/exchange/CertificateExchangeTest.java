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
import hallpass.pki.PkiProfile;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.Transcript;
import hallpass.testkit.LabRealm;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateExchangeTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final KeyPair SERVER_PAIR = RsaKeys.newPair();
    private static final KeyPair OTHER_PAIR = RsaKeys.newPair();
    private static final CertificateAuthority AUTHORITY = authority("ID-CA");
    private static final CertificateAuthority ROGUE = authority("ID-CA");

    private final LabRealm lab = new LabRealm();
    private static final CertificateCheck GIVEN = trusting(AUTHORITY);

    private final CertificateExchange exchange = exchange(Profile.CLASSIC);
    private final CertificateReq asked = exchange.ask(SERVER, lab.now());

    @Test
    void asksForTheServerByName() {
        assertThat(asked).isEqualTo(new CertificateReq(SERVER, NOON));
    }

    @Test
    void givesTheKeyBesideAGoodCertificate() throws Exception {
        X509Certificate certificate = certificate(AUTHORITY, SERVER);

        RSAPublicKey key = (RSAPublicKey) SERVER_PAIR.getPublic();
        CertificateRep reply = reply(certificate, SERVER_PAIR, NOON);
        Transcript said = Transcript.START.then(asked).then(reply);
        assertThat(exchange.accept(asked, reply, lab.now()))
                .isEqualTo(new ServerKey(SERVER, key, key, certificate.getSerialNumber(), GIVEN, said));
    }

    /** C1 of the attacks: the classic client does not notice that the key was swapped. */
    @Test
    void sealsToTheKeyBesideTheCertificateEvenIfItIsAnother() throws Exception {
        assertThat(exchange.accept(asked, reply(certificate(AUTHORITY, SERVER), OTHER_PAIR, NOON), lab.now())
                        .value())
                .isEqualTo(OTHER_PAIR.getPublic());
    }

    @Test
    void withCertifiedKeyRefusesAKeyBesideTheCertificateThatIsAnother() {
        CertificateRep swapped = reply(certificate(AUTHORITY, SERVER), OTHER_PAIR, NOON);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_KEY,
                () -> guarded(Guard.CERTIFIED_KEY).accept(asked, swapped, lab.now()));
    }

    @Test
    void withCertifiedKeyTakesTheKeyOfTheCertificate() throws Exception {
        CertificateRep reply = reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, NOON);

        assertThat(guarded(Guard.CERTIFIED_KEY).accept(asked, reply, lab.now()).value())
                .isEqualTo(SERVER_PAIR.getPublic());
    }

    /** C2 of the attacks: whoever stands on the wire brings an authority of the same name along. */
    @Test
    void believesAnAuthorityOfTheRightNameThatIsSentAlong() throws Exception {
        assertThat(exchange.accept(asked, rogueReply(ROGUE), lab.now()).value()).isEqualTo(OTHER_PAIR.getPublic());
    }

    @Test
    void withPinnedAnchorRefusesACertificateOfAnAuthorityThatIsSentAlong() {
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE,
                () -> guarded(Guard.PINNED_ANCHOR).accept(asked, rogueReply(ROGUE), lab.now()));
    }

    @Test
    void withPinnedAnchorTakesNoNoticeOfTheRightAuthoritySentAlong() throws Exception {
        CertificateRep reply = sentAlong(
                reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, NOON), Certificates.encode(AUTHORITY.certificate()));

        assertThat(guarded(Guard.PINNED_ANCHOR).accept(asked, reply, lab.now()).authority())
                .isSameAs(GIVEN);
    }

    @Test
    void refusesAnAuthoritySentAlongThatHasAnotherNameOrIsNone() {
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_ISSUER,
                () -> exchange.accept(asked, rogueReply(authority("ID-Other")), lab.now()));
        CertificateRep good = reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, NOON);
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE,
                () -> exchange.accept(asked, sentAlong(good, Bytes.ofHex("00")), lab.now()));
        Bytes server = Certificates.encode(certificate(AUTHORITY, new PrincipalName("ID-CA")));
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_ISSUER, () -> exchange.accept(asked, sentAlong(good, server), lab.now()));
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

    private static CertificateExchange exchange(Profile profile) {
        PkiProfile pki = new PkiProfile(profile);
        return new CertificateExchange(pki.anchor(GIVEN), pki.serverKey(), SKEW);
    }

    private static CertificateExchange guarded(Guard guard) {
        return exchange(Profile.CLASSIC.with(Set.of(guard)));
    }

    /** The attacker's own key, certified by an authority of the attacker's own. */
    private static CertificateRep rogueReply(CertificateAuthority rogue) {
        X509Certificate certificate =
                rogue.issue(SERVER, (RSAPublicKey) OTHER_PAIR.getPublic(), validity(), BigInteger.TWO);
        return sentAlong(reply(certificate, OTHER_PAIR, NOON), Certificates.encode(rogue.certificate()));
    }

    private static CertificateRep sentAlong(CertificateRep reply, Bytes authority) {
        return new CertificateRep(reply.publicKey(), reply.certificate(), reply.sentAt(), authority);
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
