package hallpass.app;

import static hallpass.app.PkiRequestHandlerTestBase.clientRegistration;
import static hallpass.app.PkiRequestHandlerTestBase.open;
import static hallpass.app.PkiTestRealm.AUTHORITY;
import static hallpass.app.PkiTestRealm.CHECK;
import static hallpass.app.PkiTestRealm.CLIENT;
import static hallpass.app.PkiTestRealm.CLOCK_SKEW;
import static hallpass.app.PkiTestRealm.NOW;
import static hallpass.app.PkiTestRealm.OTHER_PAIR;
import static hallpass.app.PkiTestRealm.SEALER;
import static hallpass.app.PkiTestRealm.SERVER;
import static hallpass.app.PkiTestRealm.SERVER_PAIR;
import static hallpass.app.PkiTestRealm.SKEW;
import static hallpass.app.PkiTestRealm.contextAt;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.fixtures.InsecureDeterministicRandomness;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationRepPart;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.message.TranscriptSignatureInput;
import hallpass.pki.Certificates;
import hallpass.pki.ClientProof;
import hallpass.pki.ClientVerifier;
import hallpass.pki.PkiProfile;
import hallpass.pki.ServerProof;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Transcript;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Attacks C7 and C8 at the server: they succeed against the classic profile and fail with the
 * guards {@code client-certificate} and {@code transcript}.
 */
class RegistrationGuardsTest {
    private static final KeyPair CLIENT_PAIR = OTHER_PAIR;

    private ClientVerifier revocation = ClientVerifier.NONE;
    private final SessionTable sessions = new SessionTable(5);
    private final ServerIdentityHolder identityHolder = new ServerIdentityHolder();

    @BeforeEach
    void setIdentity() throws Exception {
        identityHolder.set(PkiTestRealm.identity());
    }

    @Test
    void classicOpensSessionForAnyClaimedName() throws Exception {
        register(handler(), ClientProof.NONE, CLIENT);

        assertThat(sessions.find(CLIENT)).isPresent();
    }

    @Test
    void clientCertificateOpensSessionForProvedName() throws Exception {
        register(handler(Guard.CLIENT_CERTIFICATE), proof(CLIENT), CLIENT);

        assertThat(sessions.find(CLIENT)).isPresent();
    }

    @Test
    void clientCertificateRefusesUnprovedName() {
        assertNotRegistered(ErrorCode.HP_ERR_CLIENT_PROOF, ClientProof.NONE, CLIENT);
    }

    @Test
    void clientCertificateRefusesCertificateOfAnotherClient() {
        assertNotRegistered(ErrorCode.HP_ERR_CLIENT_PROOF, proof(new PrincipalName("ID-Mallory")), CLIENT);
    }

    @Test
    void clientCertificateRefusesServerCertificate() {
        ClientProof server =
                ClientProof.certified(PkiTestRealm.certificate(AUTHORITY, SERVER, NOW), SERVER_PAIR.getPrivate());

        assertNotRegistered(ErrorCode.HP_ERR_CLIENT_PROOF, server, SERVER);
    }

    @Test
    void clientCertificateRefusesWrongPrivateKey() {
        ClientProof stolen = ClientProof.certified(certificate(CLIENT), SERVER_PAIR.getPrivate());

        assertNotRegistered(ErrorCode.HP_ERR_CLIENT_PROOF, stolen, CLIENT);
    }

    @Test
    void revocationGuardChecksClientCertificate() throws Exception {
        revocation = (request, client, server, transcript, context) -> {
            throw new Refusal(ErrorCode.HP_ERR_CLIENT_PROOF, "revoked");
        };

        register(handler(Guard.CLIENT_CERTIFICATE), proof(CLIENT), CLIENT);
        assertRefused(
                ErrorCode.HP_ERR_CLIENT_PROOF,
                () -> register(handler(Guard.CLIENT_CERTIFICATE, Guard.REVOCATION), proof(CLIENT), CLIENT));
    }

    /** A proof is bound to its connection, because P4 differs on another one. */
    @Test
    void clientCertificateRefusesProofOfAnotherExchange() throws Exception {
        PkiRequestHandler first = handler(Guard.CLIENT_CERTIFICATE);
        ClientRegistrationReq recorded = request(requestCertificate(first, 0), proof(CLIENT), CLIENT);
        PkiRequestHandler second = handler(Guard.CLIENT_CERTIFICATE);
        requestCertificate(second, 1);

        assertRefused(ErrorCode.HP_ERR_CLIENT_PROOF, () -> second.handle(recorded, contextAt(NOW)));
    }

    /**
     * The owner of another certificate of the realm opens P5, seals it to the real server, and
     * forwards the reply.
     */
    @Test
    void transcriptRevealsResealedRegistration() throws Exception {
        PrincipalName mallory = new PrincipalName("ID-Mallory");
        ClientRegistrationReq toMallory = new ClientRegistrationReq(SEALER.sealToPublicKey(
                ClientRegistrationReqPart.PART,
                clientRegistration(CLIENT, NOW),
                (RSAPublicKey) OTHER_PAIR.getPublic(),
                "PK_mallory",
                Trace.NONE));
        TranscriptSignatureInput seenByClient = TranscriptSignatureInput.forServer(
                CLIENT, mallory, Transcript.EMPTY.append(toMallory).hash());

        ClientRegistrationRepPart session = register(handler(Guard.TRANSCRIPT), ClientProof.NONE, CLIENT);

        assertRefused(
                ErrorCode.HP_ERR_TRANSCRIPT,
                () -> ServerProof.SIGNED.verify(
                        OTHER_PAIR.getPublic(), seenByClient, session.signature(), contextAt(NOW)));
        // In the classic profile there is no signature that the client could check.
        assertThat(register(handler(), ClientProof.NONE, CLIENT).signature()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void transcriptSignatureCoversBothNamesAndEveryFrame() throws Exception {
        PkiRequestHandler handler = handler(Guard.TRANSCRIPT);
        Transcript transcript = requestCertificate(handler, 0);
        ClientRegistrationReq request = request(transcript, ClientProof.NONE, CLIENT);
        Bytes signature = open((ClientRegistrationRep) handler.handle(request, contextAt(NOW)))
                .signature();
        Bytes all = transcript.append(request).hash();

        ServerProof.SIGNED.verify(
                SERVER_PAIR.getPublic(),
                TranscriptSignatureInput.forServer(CLIENT, SERVER, all),
                signature,
                contextAt(NOW));
        for (TranscriptSignatureInput other : Set.of(
                TranscriptSignatureInput.forServer(SERVER, SERVER, all),
                TranscriptSignatureInput.forServer(CLIENT, CLIENT, all),
                TranscriptSignatureInput.forClient(CLIENT, SERVER, all),
                TranscriptSignatureInput.forServer(CLIENT, SERVER, transcript.hash()),
                TranscriptSignatureInput.forServer(
                        CLIENT, SERVER, Transcript.EMPTY.append(request).hash()))) {
            assertRefused(
                    ErrorCode.HP_ERR_TRANSCRIPT,
                    () -> ServerProof.SIGNED.verify(SERVER_PAIR.getPublic(), other, signature, contextAt(NOW)));
        }
    }

    private void assertNotRegistered(ErrorCode code, ClientProof proof, PrincipalName name) {
        assertRefused(code, () -> register(handler(Guard.CLIENT_CERTIFICATE), proof, name));
        assertThat(sessions.size()).isZero();
    }

    private PkiRequestHandler handler(Guard... guards) {
        PkiProfile profile = new PkiProfile(Profile.CLASSIC.withGuards(Set.of(guards)));
        return new PkiRequestHandler(
                identityHolder,
                new CertificateExchange(CLOCK_SKEW),
                new RegistrationExchange(
                        SEALER,
                        InsecureDeterministicRandomness.counting(),
                        sessions,
                        new RegistrationExchange.RegistrationPolicy(
                                CLOCK_SKEW,
                                Duration.ofDays(1),
                                ReplayCache.DISABLED,
                                profile.clientVerifier(CHECK, revocation),
                                profile.serverProof())),
                new PkiServiceExchange(
                        SEALER, sessions, CLOCK_SKEW, ReplayCache.DISABLED, (client, request, now) -> "memo"));
    }

    /** P3 and P4, sent the given number of seconds later. */
    private Transcript requestCertificate(PkiRequestHandler handler, int seconds) throws Refusal {
        ServerCertificateReq request = new ServerCertificateReq(SERVER, NOW.plusSeconds(seconds));
        ServerCertificateRep reply = (ServerCertificateRep) handler.handle(request, contextAt(NOW));
        return Transcript.EMPTY.append(request).append(reply);
    }

    private ClientRegistrationRepPart register(PkiRequestHandler handler, ClientProof proof, PrincipalName name)
            throws Refusal {
        Transcript transcript = requestCertificate(handler, 0);
        return open((ClientRegistrationRep) handler.handle(request(transcript, proof, name), contextAt(NOW)));
    }

    private static ClientRegistrationReq request(Transcript transcript, ClientProof proof, PrincipalName name) {
        return proof.addTo(PkiRequestHandlerTestBase.request(clientRegistration(name, NOW)), name, SERVER, transcript);
    }

    private static ClientProof proof(PrincipalName name) {
        return ClientProof.certified(certificate(name), CLIENT_PAIR.getPrivate());
    }

    private static Bytes certificate(PrincipalName name) {
        Validity validity = Validity.starting(NOW, Duration.ofDays(30), SKEW);
        return Certificates.encode(AUTHORITY.issueClientCertificate(
                name, (RSAPublicKey) CLIENT_PAIR.getPublic(), validity, BigInteger.TWO));
    }
}
