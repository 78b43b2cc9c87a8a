package hallpass.app;

import static hallpass.app.PkiTestRealm.ADDRESS;
import static hallpass.app.PkiTestRealm.CHECK;
import static hallpass.app.PkiTestRealm.CLIENT;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.SERVER;
import static hallpass.app.PkiTestRealm.SERVER_PAIR;
import static hallpass.app.PkiTestRealm.contextAt;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.RecordingTrace;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.pki.RsaKeys;
import hallpass.protocol.ExchangeContext;
import hallpass.wire.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificate exchange, message types and trace of the PKI application server. */
class PkiRequestHandlerTest extends PkiRequestHandlerTestBase {
    @Test
    void answersWithKeyAndCertificate() throws Exception {
        ServerCertificateRep reply =
                (ServerCertificateRep) handler.handle(new ServerCertificateReq(SERVER, NOW), contextAt(NOW));

        assertThat(RsaKeys.decodePublicKey(reply.publicKey())).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(CHECK.validateServer(reply.certificate(), SERVER, contextAt(NOW)))
                .isEqualTo(SERVER_PAIR.getPublic());
        assertThat(reply.sentAt()).isEqualTo(NOW);
    }

    @Test
    void refusesRequestForAnotherServer() {
        assertRequestRefused(
                new ServerCertificateReq(new PrincipalName("other"), NOW), ErrorCode.HP_ERR_CERTIFICATE_NAME);
    }

    @Test
    void refusesCertificateRequestBeyondTheAllowedSkew() {
        BEYOND_SKEW.forEach(
                sentAt -> assertRequestRefused(new ServerCertificateReq(SERVER, sentAt), ErrorCode.KRB_AP_ERR_SKEW));
    }

    @ParameterizedTest
    @MethodSource("pkiRequests")
    void refusesAllRequestsUntilRegistered(Message request) throws Exception {
        PkiRequestHandler unregistered = handler(new ServerIdentityHolder());

        assertRefused(ErrorCode.HP_ERR_NOT_REGISTERED, () -> unregistered.handle(request, contextAt(NOW)));
    }

    static Stream<Message> pkiRequests() {
        return Stream.of(
                new ServerCertificateReq(SERVER, NOW),
                request(clientRegistration(CLIENT, NOW)),
                serviceRequest(CLIENT, TEMPORARY_KEY, NOW));
    }

    @Test
    void refusesOtherMessageTypes() throws Exception {
        Message reply = handler.handle(new ServerCertificateReq(SERVER, NOW), contextAt(NOW));

        assertRequestRefused(reply, ErrorCode.KRB_AP_ERR_MSG_TYPE);
    }

    @Test
    void traceHasNoSecretsAndNoKerberosSteps() throws Exception {
        RecordingTrace trace = new RecordingTrace();
        ExchangeContext traced = new ExchangeContext(NOW, ADDRESS, trace);
        handler.handle(new ServerCertificateReq(SERVER, NOW), traced);
        handler.handle(request(clientRegistration(CLIENT, NOW)), traced);
        SymmetricKey key = sessions.find(CLIENT).orElseThrow().key();
        handler.handle(serviceRequest(CLIENT, key, NOW), traced);

        assertThat(trace.format(Party.APP))
                .anyMatch(line -> line.contains("opened the registration with SK_s"))
                .anyMatch(line -> line.contains("opened a session for ID-Client1"))
                .anyMatch(line -> line.contains("opened the request with K_sess"))
                .noneMatch(line -> line.contains("step"))
                .noneMatch(line -> line.contains("memo"))
                .noneMatch(line -> line.contains(Bytes.of(key.exposeMaterial()).toHex()));
    }
}
