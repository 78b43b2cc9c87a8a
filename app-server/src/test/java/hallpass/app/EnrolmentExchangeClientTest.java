package hallpass.app;

import static hallpass.app.PkiTestRealm.AUTHORITY;
import static hallpass.app.PkiTestRealm.CA_PAIR;
import static hallpass.app.PkiTestRealm.CERTIFICATE_LIFETIME;
import static hallpass.app.PkiTestRealm.CHECK;
import static hallpass.app.PkiTestRealm.CLOCK_SKEW;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.OTHER_PAIR;
import static hallpass.app.PkiTestRealm.SEALER;
import static hallpass.app.PkiTestRealm.SERVER;
import static hallpass.app.PkiTestRealm.SERVER_PAIR;
import static hallpass.app.PkiTestRealm.SKEW;
import static hallpass.app.PkiTestRealm.authority;
import static hallpass.app.PkiTestRealm.certificate;
import static hallpass.app.PkiTestRealm.contextAt;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.app.EnrolmentExchangeClient.EnrolmentAttempt;
import hallpass.crypto.Aes256Gcm;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.pki.CertificateRequest;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnrolmentExchangeClientTest {
    private static final Bytes CERTIFICATE = certificate(AUTHORITY, SERVER, NOW);

    private final EnrolmentExchangeClient enrolment =
            new EnrolmentExchangeClient(SERVER, CHECK, CLOCK_SKEW, SEALER, InsecureDeterministicRandomness.counting());
    private final EnrolmentAttempt attempt = enrolment.createRequest(contextAt(NOW));

    @Test
    void sealsNewTemporaryKeyToTheCa() throws Exception {
        ServerRegistrationReqPart registration = SEALER.open(
                ServerRegistrationReqPart.PART,
                attempt.request().registration(),
                CA_PAIR.getPrivate(),
                "SK_ca",
                Trace.NONE);

        assertThat(registration).isEqualTo(new ServerRegistrationReqPart(attempt.temporaryKey(), SERVER, NOW));
        assertThat(enrolment.createRequest(contextAt(NOW)).temporaryKey()).isNotEqualTo(attempt.temporaryKey());
    }

    @Test
    void longestNameFitsOneRsaBlock() {
        PrincipalName longest = new PrincipalName("a".repeat(31) + "." + "b".repeat(32));

        assertThat(new EnrolmentExchangeClient(
                                longest, CHECK, CLOCK_SKEW, SEALER, InsecureDeterministicRandomness.counting())
                        .createRequest(contextAt(NOW))
                        .request()
                        .registration()
                        .ciphertext()
                        .size())
                .isEqualTo(256);
    }

    @Test
    void acceptsGenuineReply() throws Exception {
        ServerIdentity identity =
                enrolment.accept(attempt, reply(CERTIFICATE), contextAt(NOW)).identity();

        assertThat(identity.name()).isEqualTo(SERVER);
        assertThat(identity.certificate()).isEqualTo(CERTIFICATE);
        assertThat(identity.publicKey()).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(identity.privateKey()).isEqualTo(SERVER_PAIR.getPrivate());
    }

    @Test
    void identityToStringHidesPrivateKey() throws Exception {
        ServerIdentity identity =
                enrolment.accept(attempt, reply(CERTIFICATE), contextAt(NOW)).identity();

        assertThat(identity.toString())
                .isEqualTo("ID-Server with public key " + RsaKeys.fingerprint(SERVER_PAIR.getPublic()));
    }

    @Test
    void refusesReplyToAnotherRequest() {
        ServerRegistrationRep other = sealed(
                issued(CERTIFICATE, SERVER, NOW),
                enrolment.createRequest(contextAt(NOW)).temporaryKey());

        // ECB has no integrity: with one wrong key in 256 the padding looks valid, and then the
        // layout is wrong.
        assertThat(catchThrowableOfType(Refusal.class, () -> enrolment.accept(attempt, other, contextAt(NOW)))
                        .code())
                .isIn(ErrorCode.KRB_AP_ERR_BAD_INTEGRITY, ErrorCode.KRB_AP_ERR_MODIFIED);
    }

    @Test
    void refusesModifiedReply() {
        byte[] edited = reply(CERTIFICATE).encPart().ciphertext().toArray();
        edited[0] ^= 1;

        assertRefused(
                ErrorCode.KRB_AP_ERR_MODIFIED,
                () -> enrolment.accept(
                        attempt, new ServerRegistrationRep(new Sealed<>(Bytes.of(edited))), contextAt(NOW)));
    }

    @Test
    void refusesReplyForAnotherServer() {
        ServerRegistrationRep other =
                sealed(issued(CERTIFICATE, new PrincipalName("other"), NOW), attempt.temporaryKey());

        assertRefused(ErrorCode.KRB_AP_ERR_MODIFIED, () -> enrolment.accept(attempt, other, contextAt(NOW)));
    }

    @Test
    void refusesClockBeyondTheAllowedSkew() {
        for (Instant sentAt :
                List.of(NOW.plus(SKEW).plusMillis(1), NOW.minus(SKEW).minusMillis(1))) {
            ServerRegistrationRep off = sealed(issued(CERTIFICATE, SERVER, sentAt), attempt.temporaryKey());

            assertRefused(ErrorCode.KRB_AP_ERR_SKEW, () -> enrolment.accept(attempt, off, contextAt(NOW)));
        }
    }

    @Test
    void refusesCertificateOfAnotherCa() {
        assertReplyRefused(
                certificate(authority("ID-Other", OTHER_PAIR), SERVER, NOW), ErrorCode.HP_ERR_CERTIFICATE_ISSUER);
        assertReplyRefused(
                certificate(authority("ID-CA", OTHER_PAIR), SERVER, NOW), ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE);
    }

    @Test
    void refusesModifiedCertificate() {
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
    void refusesPublicKeyThatIsNotCertified() {
        ServerRegistrationRepPart swapped = new ServerRegistrationRepPart(
                RsaKeys.encode(OTHER_PAIR.getPublic()),
                RsaKeys.encode(SERVER_PAIR.getPrivate()),
                CERTIFICATE,
                SERVER,
                NOW);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_KEY,
                () -> enrolment.accept(attempt, sealed(swapped, attempt.temporaryKey()), contextAt(NOW)));
    }

    @Test
    void refusesPrivateKeyThatDoesNotMatchTheCertificate() {
        for (SecretBytes key : List.of(RsaKeys.encode(OTHER_PAIR.getPrivate()), SecretBytes.of(new byte[0]))) {
            ServerRegistrationRepPart swapped = new ServerRegistrationRepPart(
                    RsaKeys.encode(SERVER_PAIR.getPublic()), key, CERTIFICATE, SERVER, NOW);

            assertRefused(
                    ErrorCode.HP_ERR_CERTIFICATE_KEY,
                    () -> enrolment.accept(attempt, sealed(swapped, attempt.temporaryKey()), contextAt(NOW)));
        }
    }

    @Test
    void sendsOnlyTheCertificateRequestForLocalKeyPair() throws Exception {
        EnrolmentExchangeClient local = new EnrolmentExchangeClient(
                SERVER,
                CHECK,
                CLOCK_SKEW,
                SEALER,
                InsecureDeterministicRandomness.counting(),
                KeyPairStrategy.local(() -> SERVER_PAIR));
        EnrolmentAttempt own = local.createRequest(contextAt(NOW));
        ServerRegistrationRepPart withoutKey = new ServerRegistrationRepPart(
                RsaKeys.encode(SERVER_PAIR.getPublic()), SecretBytes.EMPTY, CERTIFICATE, SERVER, NOW);

        ServerIdentity identity = local.accept(own, sealed(withoutKey, own.temporaryKey()), contextAt(NOW))
                .identity();

        assertThat(identity.privateKey()).isEqualTo(SERVER_PAIR.getPrivate());
        assertThat(CertificateRequest.verify(own.request().certificationRequest(), SERVER))
                .isEqualTo(SERVER_PAIR.getPublic());
    }

    @Test
    void sendsTokenSealedAndReturnsTheNextOne() throws Exception {
        SecretBytes token = SecretBytes.of(new byte[32]);
        SecretBytes next = SecretBytes.of(new byte[] {1});
        EnrolmentAttempt shown = enrolment.createRequest(token, contextAt(NOW));

        assertThat(SEALER.open(
                                ServerRegistrationReqPart.PART,
                                shown.request().registration(),
                                CA_PAIR.getPrivate(),
                                "SK_ca",
                                Trace.NONE)
                        .enrolmentToken())
                .isEqualTo(token);
        ServerRegistrationRepPart reply = new ServerRegistrationRepPart(
                RsaKeys.encode(SERVER_PAIR.getPublic()),
                RsaKeys.encode(SERVER_PAIR.getPrivate()),
                CERTIFICATE,
                SERVER,
                NOW,
                next);
        assertThat(enrolment
                        .accept(shown, sealed(reply, shown.temporaryKey()), contextAt(NOW))
                        .nextToken())
                .isEqualTo(next);
    }

    @Test
    void longestRequestFitsOneRsaBlock() {
        PrincipalName longest = new PrincipalName("a".repeat(31) + "." + "b".repeat(32));
        EnrolmentExchangeClient largest = new EnrolmentExchangeClient(
                longest,
                CHECK,
                CLOCK_SKEW,
                new Sealer(new Aes256Gcm(InsecureDeterministicRandomness.counting())),
                InsecureDeterministicRandomness.counting(),
                KeyPairStrategy.local(() -> SERVER_PAIR));

        assertThat(largest.createRequest(SecretBytes.of(new byte[32]), contextAt(NOW))
                        .request())
                .isNotNull();
    }

    private void assertReplyRefused(Bytes certificate, ErrorCode code) {
        assertRefused(code, () -> enrolment.accept(attempt, reply(certificate), contextAt(NOW)));
    }

    private ServerRegistrationRep reply(Bytes certificate) {
        return sealed(issued(certificate, SERVER, NOW), attempt.temporaryKey());
    }

    private static ServerRegistrationRepPart issued(Bytes certificate, PrincipalName server, Instant sentAt) {
        return new ServerRegistrationRepPart(
                RsaKeys.encode(SERVER_PAIR.getPublic()),
                RsaKeys.encode(SERVER_PAIR.getPrivate()),
                certificate,
                server,
                sentAt);
    }

    private static ServerRegistrationRep sealed(ServerRegistrationRepPart issued, SymmetricKey key) {
        return new ServerRegistrationRep(SEALER.seal(ServerRegistrationRepPart.PART, issued, key, Trace.NONE));
    }
}
