package hallpass.app;

import static hallpass.app.PkiTestRealm.ADDRESS;
import static hallpass.app.PkiTestRealm.CLOCK_SKEW;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.SEALER;
import static hallpass.app.PkiTestRealm.SERVER_PAIR;
import static hallpass.app.PkiTestRealm.SKEW;
import static hallpass.app.PkiTestRealm.contextAt;
import static hallpass.fixtures.RefusalAssertions.assertRefused;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.ServiceReqPart;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.trace.Trace;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A classic PKI application server that has a certificate, and messages to it. */
abstract class PkiRequestHandlerTestBase {
    static final Duration LIFETIME = Duration.ofDays(1);
    /** The key in the client's registration. */
    static final SymmetricKey TEMPORARY_KEY = SymmetricKey.of("K_tmp2", new byte[16]);

    static final List<Instant> BEYOND_SKEW =
            List.of(NOW.plus(SKEW).plusMillis(1), NOW.minus(SKEW).minusMillis(1));

    final SessionTable sessions = new SessionTable(2);
    private final ServerIdentityHolder identityHolder = new ServerIdentityHolder();
    final PkiRequestHandler handler = handler(identityHolder);

    final PkiRequestHandler handler(ServerIdentityHolder registration) {
        return new PkiRequestHandler(
                registration,
                new CertificateExchange(CLOCK_SKEW),
                new RegistrationExchange(
                        SEALER,
                        InsecureDeterministicRandomness.counting(),
                        sessions,
                        new RegistrationExchange.RegistrationPolicy(CLOCK_SKEW, LIFETIME, ReplayCache.DISABLED)),
                new PkiServiceExchange(
                        SEALER, sessions, CLOCK_SKEW, ReplayCache.DISABLED, PkiRequestHandlerTestBase::serve));
    }

    private static String serve(PrincipalName client, String request, Instant now) throws Refusal {
        if (request.equals("memo")) {
            return "memo for " + client;
        }
        throw new Refusal(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, "there is no " + request);
    }

    @BeforeEach
    void setIdentity() throws Exception {
        identityHolder.set(PkiTestRealm.identity());
    }

    final ClientRegistrationRepPart register(PrincipalName client, Instant now) throws Refusal {
        ClientRegistrationRep reply =
                (ClientRegistrationRep) handler.handle(request(clientRegistration(client, now)), contextAt(now));
        return open(reply);
    }

    final void assertRequestRefused(Message request, ErrorCode code) {
        assertRefused(code, () -> handler.handle(request, contextAt(NOW)));
    }

    static ClientRegistrationReqPart clientRegistration(PrincipalName client, Instant sentAt) {
        return new ClientRegistrationReqPart(TEMPORARY_KEY, client, ADDRESS, 50_000, sentAt);
    }

    static ClientRegistrationReq request(ClientRegistrationReqPart registration) {
        return new ClientRegistrationReq(sealTo(SERVER_PAIR, registration));
    }

    static RsaSealed<ClientRegistrationReqPart> sealTo(KeyPair pair, ClientRegistrationReqPart registration) {
        return SEALER.sealToPublicKey(
                ClientRegistrationReqPart.PART, registration, (RSAPublicKey) pair.getPublic(), "PK_s", Trace.NONE);
    }

    static ClientRegistrationRepPart open(ClientRegistrationRep reply) throws Refusal {
        return SEALER.open(ClientRegistrationRepPart.PART, reply.encPart(), TEMPORARY_KEY, Trace.NONE);
    }

    static PkiServiceReq serviceRequest(PrincipalName client, SymmetricKey key, Instant sentAt) {
        ServiceReqPart part = new ServiceReqPart("memo", sentAt);
        return new PkiServiceReq(client, SEALER.seal(ServiceReqPart.FOR_PKI, part, key, Trace.NONE));
    }
}
