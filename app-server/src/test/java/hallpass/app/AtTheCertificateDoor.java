package hallpass.app;

import static hallpass.app.TestRealm.ADDRESS;
import static hallpass.app.TestRealm.CLOCKS;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.SEALS;
import static hallpass.app.TestRealm.SERVER_PAIR;
import static hallpass.app.TestRealm.SKEW;
import static hallpass.app.TestRealm.at;
import static hallpass.testkit.Refusals.assertRefused;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.PkiServiceReq;
import hallpass.message.PrincipalName;
import hallpass.message.RequestPart;
import hallpass.message.SessionPart;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.trace.Trace;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the classic door share: the door of a server with a certificate, and messages to it. */
abstract class AtTheCertificateDoor {
    static final Duration LIFETIME = Duration.ofDays(1);
    /** The key that a client's registration brings. */
    static final SymmetricKey TEMPORARY = SymmetricKey.of("K_tmp2", new byte[16]);

    static final List<Instant> TOO_FAR =
            List.of(NOW.plus(SKEW).plusMillis(1), NOW.minus(SKEW).minusMillis(1));

    final Sessions sessions = new Sessions(2);
    private final Registration registration = new Registration();
    final CertificateDoor door = door(registration);

    final CertificateDoor door(Registration standing) {
        return new CertificateDoor(
                standing,
                new CertificateExchange(CLOCKS),
                new ClientRegistrationExchange(
                        SEALS,
                        InsecureScriptedRandomness.counting(),
                        sessions,
                        new ClientRegistrationExchange.Policy(CLOCKS, LIFETIME, ReplayCache.OFF)),
                new PkiServiceExchange(SEALS, sessions, CLOCKS, ReplayCache.OFF, AtTheCertificateDoor::serve));
    }

    private static String serve(PrincipalName client, String request, Instant now) throws Refusal {
        if (request.equals("memo")) {
            return "memo for " + client;
        }
        throw new Refusal(ErrorCode.HP_ERR_NO_SUCH_RESOURCE, "there is no " + request);
    }

    @BeforeEach
    void completeRegistration() throws Exception {
        registration.complete(TestRealm.identity());
    }

    final SessionPart register(PrincipalName client, Instant now) throws Refusal {
        ClientRegistrationRep reply =
                (ClientRegistrationRep) door.answer(request(registrationOf(client, now)), at(now));
        return open(reply);
    }

    final void assertRefusedAtDoor(Message request, ErrorCode code) {
        assertRefused(code, () -> door.answer(request, at(NOW)));
    }

    static ClientRegistration registrationOf(PrincipalName client, Instant sentAt) {
        return new ClientRegistration(TEMPORARY, client, ADDRESS, 50_000, sentAt);
    }

    static ClientRegistrationReq request(ClientRegistration registration) {
        return new ClientRegistrationReq(sealTo(SERVER_PAIR, registration));
    }

    static RsaSealed<ClientRegistration> sealTo(KeyPair pair, ClientRegistration registration) {
        return SEALS.sealTo(ClientRegistration.PART, registration, (RSAPublicKey) pair.getPublic(), "PK_s", Trace.NONE);
    }

    static SessionPart open(ClientRegistrationRep reply) throws Refusal {
        return SEALS.open(SessionPart.PART, reply.session(), TEMPORARY, Trace.NONE);
    }

    static PkiServiceReq serviceRequest(PrincipalName client, SymmetricKey key, Instant sentAt) {
        RequestPart part = new RequestPart("memo", sentAt);
        return new PkiServiceReq(client, SEALS.seal(RequestPart.FOR_PKI, part, key, Trace.NONE));
    }
}
