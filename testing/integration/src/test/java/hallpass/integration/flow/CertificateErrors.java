package hallpass.integration.flow;

import static hallpass.integration.harness.FailureAssertions.assertFails;

import hallpass.adversary.Adversary;
import hallpass.adversary.Decision;
import hallpass.client.ClientSettings;
import hallpass.config.RealmException;
import hallpass.config.Setting;
import hallpass.console.ExitCode;
import hallpass.crypto.Randomness;
import hallpass.integration.harness.TestClient;
import hallpass.message.ErrorCode;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateRep;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.wire.Bytes;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tampered certificates, certificates of other CAs, and certificates outside their validity. */
abstract class CertificateErrors extends SharedRealmTests {
    @Test
    void refusesEditedCertificate() throws Exception {
        assertRefused(
                certificate -> flipped(certificate, certificate.size() - 1),
                ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE,
                "has no valid signature of the realm's CA");
    }

    @Test
    void refusesTruncatedCertificate() throws Exception {
        assertRefused(
                certificate -> Bytes.of(Arrays.copyOf(certificate.toArray(), 100)),
                ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE,
                "did not send an X.509 certificate");
    }

    @Test
    void refusesCertificateFromAnotherCa() throws Exception {
        CertificateAuthority other = newCa("ID-CA-of-another-realm");
        assertRefused(
                certificate -> certifiedBy(other, certificate),
                ErrorCode.HP_ERR_CERTIFICATE_ISSUER,
                "has another issuer");
    }

    @Test
    void refusesCertificateFromCaWithSameName() throws Exception {
        CertificateAuthority namesake = newCa(realm.config().authorityName().text());
        assertRefused(
                certificate -> certifiedBy(namesake, certificate),
                ErrorCode.HP_ERR_CERTIFICATE_SIGNATURE,
                "has no valid signature of the realm's CA");
    }

    @Test
    void refusesExpiredCertificate() throws Exception {
        realm.clock(Party.CLIENT).setOffset(Duration.ofDays(3));
        realm.clock(Party.APP).setOffset(Duration.ofDays(3));

        assertFails(ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, ExitCode.PROTOCOL, "has expired", () -> client.register());
    }

    @Test
    void refusesCertificateNotYetValid() throws Exception {
        realm.clock(Party.CLIENT).setOffset(Duration.ofDays(-1));
        realm.clock(Party.APP).setOffset(Duration.ofDays(-1));

        assertFails(ErrorCode.HP_ERR_CERTIFICATE_NYV, ExitCode.CLOCK_SKEW, "is not valid yet", () -> client.register());
    }

    /** Asserts the error of a client that receives an edited certificate in P4. */
    private void assertRefused(UnaryOperator<Bytes> edit, ErrorCode code, String sentence) throws Exception {
        try (Adversary adversary = certificateEditor(edit)) {
            TestClient deceived = clientOf(adversary);
            assertFails(code, ExitCode.PROTOCOL, sentence, deceived::register);
        }
    }

    private static Bytes flipped(Bytes bytes, int index) {
        byte[] edited = bytes.toArray();
        edited[index] ^= 1;
        return Bytes.of(edited);
    }

    /** An adversary that edits the certificate in each P4. */
    private static Adversary certificateEditor(UnaryOperator<Bytes> edit) {
        Adversary adversary = new Adversary(InstantSource.system());
        adversary.setInterceptor(recorded -> recorded.message()
                .filter(ServerCertificateRep.class::isInstance)
                .map(ServerCertificateRep.class::cast)
                .map(reply ->
                        new ServerCertificateRep(reply.publicKey(), edit.apply(reply.certificate()), reply.sentAt()))
                .map(edited -> Decision.replaceWith(MessageType.encode(edited)))
                .orElse(Decision.PASS));
        return adversary;
    }

    /** A client whose requests to the application server reach the adversary. */
    private TestClient clientOf(Adversary adversary) throws Exception {
        ClientSettings settings = realm.clientSettings();
        return new TestClient(
                realm.folder(),
                new ClientSettings(
                        settings.config()
                                .with(
                                        Setting.routeOf(Party.APP),
                                        List.of(adversary.startProxy(Party.APP, realm.address(Party.APP)))),
                        settings.clock(),
                        settings.randomness(),
                        settings.trace()));
    }

    private static CertificateAuthority newCa(String name) {
        return CertificateAuthority.selfSigned(
                new PrincipalName(name),
                RsaKeys.generateKeyPair(),
                today(),
                CertificateAuthority.newSerial(Randomness.secure()));
    }

    /** A certificate of the given CA for the name and key of another certificate. */
    private Bytes certifiedBy(CertificateAuthority authority, Bytes certificate) {
        try {
            return Certificates.encode(authority.issueServerCertificate(
                    realm.config().serverName(),
                    (RSAPublicKey) Certificates.decode(certificate).getPublicKey(),
                    today(),
                    CertificateAuthority.newSerial(Randomness.secure())));
        } catch (KeyMaterialException | RealmException e) {
            throw new AssertionError(e);
        }
    }

    private static Validity today() {
        return Validity.starting(Instant.now(), Duration.ofDays(1), Duration.ofMinutes(5));
    }
}
