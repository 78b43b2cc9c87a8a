package hallpass.client.exchange;

import static hallpass.client.exchange.SampleCredentials.SERVER;
import static hallpass.fixtures.ExchangeFixture.CLOCK_SKEW;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.fixtures.ExchangeFixture;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.PkiProfile;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.Transcript;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateExchangeClientTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final KeyPair SERVER_PAIR = RsaKeys.generateKeyPair();
    private static final KeyPair OTHER_PAIR = RsaKeys.generateKeyPair();
    private static final CertificateAuthority AUTHORITY = authority("ID-CA");
    private static final CertificateAuthority ROGUE = authority("ID-CA");

    private final ExchangeFixture lab = new ExchangeFixture();
    private static final CertificateValidator TRUSTED = trusting(AUTHORITY);

    private final CertificateExchangeClient exchange = exchange(Profile.CLASSIC);
    private final ServerCertificateReq request = exchange.createRequest(SERVER, lab.context());

    @Test
    void requestsCertificateByServerName() {
        assertThat(request).isEqualTo(new ServerCertificateReq(SERVER, NOON));
    }

    @Test
    void returnsSentKeyWithValidCertificate() throws Exception {
        X509Certificate certificate = certificate(AUTHORITY, SERVER);

        RSAPublicKey key = (RSAPublicKey) SERVER_PAIR.getPublic();
        ServerCertificateRep reply = reply(certificate, SERVER_PAIR, NOON);
        Transcript said = Transcript.EMPTY.append(request).append(reply);
        assertThat(exchange.acceptReply(request, reply, lab.context()))
                .isEqualTo(new ServerKey(SERVER, key, key, certificate.getSerialNumber(), TRUSTED, said));
    }

    /** C1: the classic client does not notice that the key was replaced. */
    @Test
    void usesSentKeyEvenIfItDiffersFromTheCertificate() throws Exception {
        assertThat(exchange.acceptReply(request, reply(certificate(AUTHORITY, SERVER), OTHER_PAIR, NOON), lab.context())
                        .publicKey())
                .isEqualTo(OTHER_PAIR.getPublic());
    }

    @Test
    void certifiedKeyGuardRefusesDifferentKey() {
        ServerCertificateRep swapped = reply(certificate(AUTHORITY, SERVER), OTHER_PAIR, NOON);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_KEY,
                () -> guarded(Guard.CERTIFIED_KEY).acceptReply(request, swapped, lab.context()));
    }

    @Test
    void certifiedKeyGuardReturnsCertificateKey() throws Exception {
        ServerCertificateRep reply = reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, NOON);

        assertThat(guarded(Guard.CERTIFIED_KEY)
                        .acceptReply(request, reply, lab.context())
                        .publicKey())
                .isEqualTo(SERVER_PAIR.getPublic());
    }

    /** C2: the attacker sends the certificate of a CA with the same name. */
    @Test
    void trustsSentCaCertificateWithTheRightName() throws Exception {
        assertThat(exchange.acceptReply(request, rogueReply(ROGUE), lab.context())
                        .publicKey())
                .isEqualTo(OTHER_PAIR.getPublic());
    }

    @Test
    void pinnedAnchorGuardRefusesSentCaCertificate() {
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE,
                () -> guarded(Guard.PINNED_ANCHOR).acceptReply(request, rogueReply(ROGUE), lab.context()));
    }

    @Test
    void pinnedAnchorGuardIgnoresSentCaCertificate() throws Exception {
        ServerCertificateRep reply = withCaCertificate(
                reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, NOON), Certificates.encode(AUTHORITY.certificate()));

        assertThat(guarded(Guard.PINNED_ANCHOR)
                        .acceptReply(request, reply, lab.context())
                        .certificateValidator())
                .isSameAs(TRUSTED);
    }

    @Test
    void refusesInvalidSentCaCertificate() {
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_ISSUER,
                () -> exchange.acceptReply(request, rogueReply(authority("ID-Other")), lab.context()));
        ServerCertificateRep good = reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, NOON);
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE,
                () -> exchange.acceptReply(request, withCaCertificate(good, Bytes.ofHex("00")), lab.context()));
        Bytes server = Certificates.encode(certificate(AUTHORITY, new PrincipalName("ID-CA")));
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_ISSUER,
                () -> exchange.acceptReply(request, withCaCertificate(good, server), lab.context()));
    }

    @Test
    void refusesCertificateFromAnotherCa() {
        ServerCertificateRep reply = reply(certificate(ROGUE, SERVER), SERVER_PAIR, NOON);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE, () -> exchange.acceptReply(request, reply, lab.context()));
    }

    @Test
    void refusesCertificateForAnotherName() {
        ServerCertificateRep reply = reply(certificate(AUTHORITY, new PrincipalName("ID-Other")), SERVER_PAIR, NOON);

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_NAME, () -> exchange.acceptReply(request, reply, lab.context()));
    }

    @Test
    void refusesExpiredCertificate() {
        Instant later = NOON.plus(YEAR).plus(YEAR);
        ServerCertificateRep reply = reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, later);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, () -> exchange.acceptReply(request, reply, lab.contextAt(later)));
    }

    @Test
    void refusesTamperedCertificate() {
        byte[] edited = Certificates.encode(certificate(AUTHORITY, SERVER)).toArray();
        edited[edited.length - 1] ^= 1;
        ServerCertificateRep reply =
                new ServerCertificateRep(RsaKeys.encode(SERVER_PAIR.getPublic()), Bytes.of(edited), NOON);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE, () -> exchange.acceptReply(request, reply, lab.context()));
    }

    @Test
    void refusesUnreadableCertificate() {
        ServerCertificateRep reply =
                new ServerCertificateRep(RsaKeys.encode(SERVER_PAIR.getPublic()), Bytes.EMPTY, NOON);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE, () -> exchange.acceptReply(request, reply, lab.context()));
    }

    @Test
    void refusesUnreadableKey() {
        ServerCertificateRep reply =
                new ServerCertificateRep(Bytes.EMPTY, Certificates.encode(certificate(AUTHORITY, SERVER)), NOON);

        assertRefused(ErrorCode.HP_ERR_CERTIFICATE_KEY, () -> exchange.acceptReply(request, reply, lab.context()));
    }

    @Test
    void refusesStaleReply() {
        Instant late = NOON.minus(CLOCK_SKEW.allowed()).minusMillis(1);
        ServerCertificateRep reply = reply(certificate(AUTHORITY, SERVER), SERVER_PAIR, late);

        assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> exchange.acceptReply(request, reply, lab.context()));
    }

    private static CertificateExchangeClient exchange(Profile profile) {
        PkiProfile pki = new PkiProfile(profile);
        return new CertificateExchangeClient(pki.trustAnchorChoice(TRUSTED), pki.serverKeyChoice(), CLOCK_SKEW);
    }

    private static CertificateExchangeClient guarded(Guard guard) {
        return exchange(Profile.CLASSIC.withGuards(Set.of(guard)));
    }

    /** The attacker's key, certified by the attacker's CA. */
    private static ServerCertificateRep rogueReply(CertificateAuthority rogue) {
        X509Certificate certificate =
                rogue.issueServerCertificate(SERVER, (RSAPublicKey) OTHER_PAIR.getPublic(), validity(), BigInteger.TWO);
        return withCaCertificate(reply(certificate, OTHER_PAIR, NOON), Certificates.encode(rogue.certificate()));
    }

    private static ServerCertificateRep withCaCertificate(ServerCertificateRep reply, Bytes authority) {
        return new ServerCertificateRep(reply.publicKey(), reply.certificate(), reply.sentAt(), authority);
    }

    private static ServerCertificateRep reply(X509Certificate certificate, KeyPair beside, Instant sentAt) {
        return new ServerCertificateRep(RsaKeys.encode(beside.getPublic()), Certificates.encode(certificate), sentAt);
    }

    private static X509Certificate certificate(CertificateAuthority authority, PrincipalName server) {
        return authority.issueServerCertificate(
                server, (RSAPublicKey) SERVER_PAIR.getPublic(), validity(), BigInteger.TWO);
    }

    private static CertificateAuthority authority(String name) {
        return CertificateAuthority.selfSigned(
                new PrincipalName(name), RsaKeys.generateKeyPair(), validity(), BigInteger.ONE);
    }

    private static Validity validity() {
        return Validity.starting(NOON.minus(Duration.ofDays(1)), YEAR, CLOCK_SKEW.allowed());
    }

    private static CertificateValidator trusting(CertificateAuthority authority) {
        try {
            return CertificateValidator.trusting(authority.certificate());
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
