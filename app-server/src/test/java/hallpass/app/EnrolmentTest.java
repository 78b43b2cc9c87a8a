package hallpass.app;

import static hallpass.app.TestRealm.AUTHORITY;
import static hallpass.app.TestRealm.CA_PAIR;
import static hallpass.app.TestRealm.CERTIFICATE_LIFETIME;
import static hallpass.app.TestRealm.CHECK;
import static hallpass.app.TestRealm.CLOCKS;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.OTHER_PAIR;
import static hallpass.app.TestRealm.SEALS;
import static hallpass.app.TestRealm.SERVER;
import static hallpass.app.TestRealm.SERVER_PAIR;
import static hallpass.app.TestRealm.SKEW;
import static hallpass.app.TestRealm.at;
import static hallpass.app.TestRealm.authority;
import static hallpass.app.TestRealm.certificate;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.app.Enrolment.Asked;
import hallpass.crypto.Aes256Gcm;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.IssuedCertificate;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationRep;
import hallpass.pki.CertificateRequest;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
    private static final Bytes CERTIFICATE = certificate(AUTHORITY, SERVER, NOW);

    private final Enrolment enrolment =
            new Enrolment(SERVER, CHECK, CLOCKS, SEALS, InsecureScriptedRandomness.counting());
    private final Asked asked = enrolment.ask(at(NOW));

    @Test
    void asksUnderFreshKeyThatOnlyTheAuthorityCanOpen() throws Exception {
        ServerRegistration registration = SEALS.open(
                ServerRegistration.PART, asked.request().registration(), CA_PAIR.getPrivate(), "SK_ca", Trace.NONE);

        assertThat(registration).isEqualTo(new ServerRegistration(asked.temporaryKey(), SERVER, NOW));
        assertThat(enrolment.ask(at(NOW)).temporaryKey()).isNotEqualTo(asked.temporaryKey());
    }

    @Test
    void longestNameFitsOneBlock() {
        PrincipalName longest = new PrincipalName("a".repeat(31) + "." + "b".repeat(32));

        assertThat(new Enrolment(longest, CHECK, CLOCKS, SEALS, InsecureScriptedRandomness.counting())
                        .ask(at(NOW))
                        .request()
                        .registration()
                        .ciphertext()
                        .size())
                .isEqualTo(256);
    }

    @Test
    void acceptsWhatTheAuthorityMade() throws Exception {
        ServerIdentity identity =
                enrolment.accept(asked, reply(CERTIFICATE), at(NOW)).identity();

        assertThat(identity.name()).isEqualTo(SERVER);
        assertThat(identity.certificate()).isEqualTo(CERTIFICATE);
        assertThat(identity.publicKey()).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(identity.privateKey()).isEqualTo(SERVER_PAIR.getPrivate());
    }

    @Test
    void identityDoesNotShowItsPrivateKey() throws Exception {
        ServerIdentity identity =
                enrolment.accept(asked, reply(CERTIFICATE), at(NOW)).identity();

        assertThat(identity.toString())
                .isEqualTo("ID-Server with public key " + RsaKeys.fingerprint(SERVER_PAIR.getPublic()));
    }

    @Test
    void refusesReplyToAnotherRequest() {
        ServerRegistrationRep other =
                sealed(issued(CERTIFICATE, SERVER, NOW), enrolment.ask(at(NOW)).temporaryKey());

        // ECB has no integrity: one wrong key in 256 leaves what looks like padding, and then the layout is wrong.
        assertThat(catchThrowableOfType(Refusal.class, () -> enrolment.accept(asked, other, at(NOW)))
                        .code())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesEditedReply() {
        byte[] edited = reply(CERTIFICATE).issued().ciphertext().toArray();
        edited[0] ^= 1;

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> enrolment.accept(asked, new ServerRegistrationRep(new Sealed<>(Bytes.of(edited))), at(NOW)));
    }

    @Test
    void refusesReplyThatNamesAnotherServer() {
        ServerRegistrationRep other =
                sealed(issued(CERTIFICATE, new PrincipalName("other"), NOW), asked.temporaryKey());

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> enrolment.accept(asked, other, at(NOW)));
    }

    @Test
    void refusesReplyFromAuthorityWhoseClockIsOff() {
        for (Instant sentAt :
                List.of(NOW.plus(SKEW).plusMillis(1), NOW.minus(SKEW).minusMillis(1))) {
            ServerRegistrationRep off = sealed(issued(CERTIFICATE, SERVER, sentAt), asked.temporaryKey());

            assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> enrolment.accept(asked, off, at(NOW)));
        }
    }

    @Test
    void refusesCertificateThatIsNotTheAuthoritys() {
        assertReplyRefused(
                certificate(authority("ID-Other", OTHER_PAIR), SERVER, NOW), ErrorCode.HP_ERR_CERTIFICATE_ISSUER);
        assertReplyRefused(
                certificate(authority("ID-CA", OTHER_PAIR), SERVER, NOW), ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE);
    }

    @Test
    void refusesEditedCertificate() {
        byte[] edited = CERTIFICATE.toArray();
        edited[edited.length - 1] ^= 1;

        assertReplyRefused(Bytes.of(edited), ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE);
        assertReplyRefused(Bytes.EMPTY, ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE);
    }

    @Test
    void refusesCertificateForAnotherName() {
        assertReplyRefused(certificate(AUTHORITY, new PrincipalName("other"), NOW), ErrorCode.HP_ERR_CERTIFICATE_NAME);
    }

    @Test
    void refusesCertificateOutsideItsValidity() {
        assertReplyRefused(
                certificate(AUTHORITY, SERVER, NOW.plus(SKEW).plusSeconds(1)), ErrorCode.HP_ERR_CERTIFICATE_NYV);
        assertReplyRefused(
                certificate(AUTHORITY, SERVER, NOW.minus(CERTIFICATE_LIFETIME).minus(Duration.ofSeconds(1))),
                ErrorCode.HP_ERR_CERTIFICATE_EXPIRED);
    }

    @Test
    void refusesPublicKeyThatIsNotTheCertifiedOne() {
        IssuedCertificate swapped = new IssuedCertificate(
                RsaKeys.encode(OTHER_PAIR.getPublic()),
                RsaKeys.encode(SERVER_PAIR.getPrivate()),
                CERTIFICATE,
                SERVER,
                NOW);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_KEY,
                () -> enrolment.accept(asked, sealed(swapped, asked.temporaryKey()), at(NOW)));
    }

    @Test
    void refusesPrivateKeyThatIsNotTheCertifiedOnes() {
        for (SecretBytes key : List.of(RsaKeys.encode(OTHER_PAIR.getPrivate()), SecretBytes.of(new byte[0]))) {
            IssuedCertificate swapped =
                    new IssuedCertificate(RsaKeys.encode(SERVER_PAIR.getPublic()), key, CERTIFICATE, SERVER, NOW);

            assertRefused(
                    ErrorCode.HP_ERR_CERTIFICATE_KEY,
                    () -> enrolment.accept(asked, sealed(swapped, asked.temporaryKey()), at(NOW)));
        }
    }

    @Test
    void ownKeyPairStaysHereAndOnlyTheRequestForItsCertificateIsSent() throws Exception {
        Enrolment local = new Enrolment(
                SERVER, CHECK, CLOCKS, SEALS, InsecureScriptedRandomness.counting(), KeyOrigin.here(() -> SERVER_PAIR));
        Asked own = local.ask(at(NOW));
        IssuedCertificate withoutKey = new IssuedCertificate(
                RsaKeys.encode(SERVER_PAIR.getPublic()), SecretBytes.NONE, CERTIFICATE, SERVER, NOW);

        ServerIdentity identity = local.accept(own, sealed(withoutKey, own.temporaryKey()), at(NOW))
                .identity();

        assertThat(identity.privateKey()).isEqualTo(SERVER_PAIR.getPrivate());
        assertThat(CertificateRequest.accept(own.request().request(), SERVER)).isEqualTo(SERVER_PAIR.getPublic());
    }

    @Test
    void showsItsTokenInsideAndKeepsTheOneForTheNextTime() throws Exception {
        SecretBytes token = SecretBytes.of(new byte[32]);
        SecretBytes next = SecretBytes.of(new byte[] {1});
        Asked shown = enrolment.ask(token, at(NOW));

        assertThat(SEALS.open(
                                ServerRegistration.PART,
                                shown.request().registration(),
                                CA_PAIR.getPrivate(),
                                "SK_ca",
                                Trace.NONE)
                        .token())
                .isEqualTo(token);
        IssuedCertificate reply = new IssuedCertificate(
                RsaKeys.encode(SERVER_PAIR.getPublic()),
                RsaKeys.encode(SERVER_PAIR.getPrivate()),
                CERTIFICATE,
                SERVER,
                NOW,
                next);
        assertThat(enrolment
                        .accept(shown, sealed(reply, shown.temporaryKey()), at(NOW))
                        .nextToken())
                .isEqualTo(next);
    }

    @Test
    void longestNameFitsOneBlockWithTokenAndHashAndKeyOfAead() {
        PrincipalName longest = new PrincipalName("a".repeat(31) + "." + "b".repeat(32));
        Enrolment largest = new Enrolment(
                longest,
                CHECK,
                CLOCKS,
                new Seals(new Aes256Gcm(InsecureScriptedRandomness.counting())),
                InsecureScriptedRandomness.counting(),
                KeyOrigin.here(() -> SERVER_PAIR));

        assertThat(largest.ask(SecretBytes.of(new byte[32]), at(NOW)).request()).isNotNull();
    }

    private void assertReplyRefused(Bytes certificate, ErrorCode code) {
        assertRefused(code, () -> enrolment.accept(asked, reply(certificate), at(NOW)));
    }

    private ServerRegistrationRep reply(Bytes certificate) {
        return sealed(issued(certificate, SERVER, NOW), asked.temporaryKey());
    }

    private static IssuedCertificate issued(Bytes certificate, PrincipalName server, Instant sentAt) {
        return new IssuedCertificate(
                RsaKeys.encode(SERVER_PAIR.getPublic()),
                RsaKeys.encode(SERVER_PAIR.getPrivate()),
                certificate,
                server,
                sentAt);
    }

    private static ServerRegistrationRep sealed(IssuedCertificate issued, SymmetricKey key) {
        return new ServerRegistrationRep(SEALS.seal(IssuedCertificate.PART, issued, key, Trace.NONE));
    }
}
