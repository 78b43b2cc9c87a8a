package hallpass.app;

import static hallpass.app.TestRealm.ADDRESS;
import static hallpass.app.TestRealm.CHECK;
import static hallpass.app.TestRealm.CLIENT;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.SERVER;
import static hallpass.app.TestRealm.SERVER_PAIR;
import static hallpass.app.TestRealm.at;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.SymmetricKey;
import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PrincipalName;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Occasion;
import hallpass.testkit.RecordingTrace;
import hallpass.trace.Party;
import hallpass.wire.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the door shows to everyone, whom it turns away, and the story that it tells. */
class CertificateDoorTest extends AtTheCertificateDoor {
    @Test
    void showsItsKeyAndCertificate() throws Exception {
        CertificateRep reply = (CertificateRep) door.answer(new CertificateReq(SERVER, NOW), at(NOW));

        assertThat(RsaKeys.publicKey(reply.publicKey())).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(CHECK.accept(reply.certificate(), SERVER, at(NOW))).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(reply.sentAt()).isEqualTo(NOW);
    }

    @Test
    void doesNotAnswerForAnotherServer() {
        assertRefusedAtDoor(new CertificateReq(new PrincipalName("other"), NOW), ErrorCode.HP_ERR_CERTIFICATE_NAME);
    }

    @Test
    void tellsClientWhoseClockIsOffBeforeItJudgesTheCertificate() {
        TOO_FAR.forEach(sentAt -> assertRefusedAtDoor(new CertificateReq(SERVER, sentAt), ErrorCode.KRB_AP_ERR_SKEW));
    }

    @ParameterizedTest
    @MethodSource("messagesOfThisDoor")
    void refusesEveryoneUntilTheServerHasItsCertificate(Message request) throws Exception {
        CertificateDoor unregistered = door(new Registration());

        assertRefused(ErrorCode.HP_ERR_NOT_REGISTERED, () -> unregistered.answer(request, at(NOW)));
    }

    static Stream<Message> messagesOfThisDoor() {
        return Stream.of(
                new CertificateReq(SERVER, NOW),
                request(registrationOf(CLIENT, NOW)),
                serviceRequest(CLIENT, TEMPORARY, NOW));
    }

    @Test
    void refusesMessagesOfOtherDoors() throws Exception {
        Message reply = door.answer(new CertificateReq(SERVER, NOW), at(NOW));

        assertRefusedAtDoor(reply, ErrorCode.KRB_AP_ERR_MSG_TYPE);
    }

    @Test
    void tellsItsStoryWithoutSecretsAndWithoutStepsOfTheKerberosExchange() throws Exception {
        RecordingTrace trace = new RecordingTrace();
        Occasion traced = new Occasion(NOW, ADDRESS, trace);
        door.answer(new CertificateReq(SERVER, NOW), traced);
        door.answer(request(registrationOf(CLIENT, NOW)), traced);
        SymmetricKey key = sessions.find(CLIENT).orElseThrow().key();
        door.answer(serviceRequest(CLIENT, key, NOW), traced);

        assertThat(trace.story(Party.APP))
                .anyMatch(line -> line.contains("opened the registration with SK_s"))
                .anyMatch(line -> line.contains("opened a session for ID-Client1"))
                .anyMatch(line -> line.contains("opened the request with K_sess"))
                .noneMatch(line -> line.contains("step"))
                .noneMatch(line -> line.contains("memo"))
                .noneMatch(line -> line.contains(Bytes.of(key.exposeMaterial()).toHex()));
    }
}
