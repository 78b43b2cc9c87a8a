package hallpass.app;

import static hallpass.app.AtTheCertificateDoor.open;
import static hallpass.app.AtTheCertificateDoor.registrationOf;
import static hallpass.app.TestRealm.AUTHORITY;
import static hallpass.app.TestRealm.CHECK;
import static hallpass.app.TestRealm.CLIENT;
import static hallpass.app.TestRealm.CLOCKS;
import static hallpass.app.TestRealm.NOW;
import static hallpass.app.TestRealm.OTHER_PAIR;
import static hallpass.app.TestRealm.SEALS;
import static hallpass.app.TestRealm.SERVER;
import static hallpass.app.TestRealm.SERVER_PAIR;
import static hallpass.app.TestRealm.SKEW;
import static hallpass.app.TestRealm.at;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ClientRegistration;
import hallpass.message.ClientRegistrationRep;
import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.SessionPart;
import hallpass.message.SignedStatement;
import hallpass.pki.Certificates;
import hallpass.pki.ClientCheck;
import hallpass.pki.ClientProof;
import hallpass.pki.PkiProfile;
import hallpass.pki.ServerProof;
import hallpass.pki.Validity;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Transcript;
import hallpass.testkit.InsecureScriptedRandomness;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C7 and C8 of the attacks, at the door: what the classic server lets happen, and what it signs or asks for with the guards. */
class ProvedRegistrationTest {
    private static final KeyPair CLIENT_PAIR = OTHER_PAIR;

    private ClientCheck revocation = ClientCheck.ANYBODY;
    private final Sessions sessions = new Sessions(5);
    private final Registration registration = new Registration();

    @BeforeEach
    void completeRegistration() throws Exception {
        registration.complete(TestRealm.identity());
    }

    @Test
    void classicOpensASessionForWhoeverSaysTheName() throws Exception {
        register(door(), ClientProof.NONE, CLIENT);

        assertThat(sessions.find(CLIENT)).isPresent();
    }

    @Test
    void withClientCertificateOpensASessionForWhoeverProvesTheName() throws Exception {
        register(door(Guard.CLIENT_CERTIFICATE), proof(CLIENT), CLIENT);

        assertThat(sessions.find(CLIENT)).isPresent();
    }

    @Test
    void withClientCertificateRefusesWhoeverOnlySaysTheName() {
        assertNotRegistered(ErrorCode.HP_ERR_CLIENT_PROOF, ClientProof.NONE, CLIENT);
    }

    @Test
    void withClientCertificateRefusesTheCertificateOfAnotherClient() {
        assertNotRegistered(ErrorCode.HP_ERR_CLIENT_PROOF, proof(new PrincipalName("ID-Mallory")), CLIENT);
    }

    @Test
    void withClientCertificateRefusesTheServersCertificate() {
        ClientProof server =
                ClientProof.certified(TestRealm.certificate(AUTHORITY, SERVER, NOW), SERVER_PAIR.getPrivate());

        assertNotRegistered(ErrorCode.HP_ERR_CLIENT_PROOF, server, SERVER);
    }

    @Test
    void withClientCertificateRefusesTheRightCertificateWithAnothersKey() {
        ClientProof stolen = ClientProof.certified(certificate(CLIENT), SERVER_PAIR.getPrivate());

        assertNotRegistered(ErrorCode.HP_ERR_CLIENT_PROOF, stolen, CLIENT);
    }

    @Test
    void withRevocationTooTheAuthorityIsAskedAfterTheClientsCertificate() throws Exception {
        revocation = (request, client, server, before, at) -> {
            throw new Refusal(ErrorCode.HP_ERR_CLIENT_PROOF, "revoked");
        };

        register(door(Guard.CLIENT_CERTIFICATE), proof(CLIENT), CLIENT);
        assertRefused(
                ErrorCode.HP_ERR_CLIENT_PROOF,
                () -> register(door(Guard.CLIENT_CERTIFICATE, Guard.REVOCATION), proof(CLIENT), CLIENT));
    }

    /** What was signed for one connection is no proof on another one: P4 was another frame there. */
    @Test
    void withClientCertificateRefusesAProofOfAnotherExchange() throws Exception {
        CertificateDoor first = door(Guard.CLIENT_CERTIFICATE);
        ClientRegistrationReq recorded = request(greet(first, 0), proof(CLIENT), CLIENT);
        CertificateDoor second = door(Guard.CLIENT_CERTIFICATE);
        greet(second, 1);

        assertRefused(ErrorCode.HP_ERR_CLIENT_PROOF, () -> second.answer(recorded, at(NOW)));
    }

    /** Whoever has a certificate of the realm's opens P5, seals it again to the real server, and passes its reply on. */
    @Test
    void withTranscriptTheClientSeesThatItsRegistrationWasSealedAgain() throws Exception {
        PrincipalName mallory = new PrincipalName("ID-Mallory");
        ClientRegistrationReq toMallory = new ClientRegistrationReq(SEALS.sealTo(
                ClientRegistration.PART,
                registrationOf(CLIENT, NOW),
                (RSAPublicKey) OTHER_PAIR.getPublic(),
                "PK_mallory",
                Trace.NONE));
        SignedStatement seenByClient = SignedStatement.ofServer(
                CLIENT, mallory, Transcript.START.then(toMallory).hash());

        SessionPart session = register(door(Guard.TRANSCRIPT), ClientProof.NONE, CLIENT);

        assertRefused(
                ErrorCode.HP_ERR_TRANSCRIPT,
                () -> ServerProof.SIGNED.check(OTHER_PAIR.getPublic(), seenByClient, session.signature(), at(NOW)));
        // In classic there is nothing that the client could compare.
        assertThat(register(door(), ClientProof.NONE, CLIENT).signature()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void withTranscriptTheServerSignsBothNamesAndEveryFrame() throws Exception {
        CertificateDoor door = door(Guard.TRANSCRIPT);
        Transcript before = greet(door, 0);
        ClientRegistrationReq request = request(before, ClientProof.NONE, CLIENT);
        Bytes signature =
                open((ClientRegistrationRep) door.answer(request, at(NOW))).signature();
        Bytes all = before.then(request).hash();

        ServerProof.SIGNED.check(
                SERVER_PAIR.getPublic(), SignedStatement.ofServer(CLIENT, SERVER, all), signature, at(NOW));
        for (SignedStatement other : Set.of(
                SignedStatement.ofServer(SERVER, SERVER, all),
                SignedStatement.ofServer(CLIENT, CLIENT, all),
                SignedStatement.ofClient(CLIENT, SERVER, all),
                SignedStatement.ofServer(CLIENT, SERVER, before.hash()),
                SignedStatement.ofServer(
                        CLIENT, SERVER, Transcript.START.then(request).hash()))) {
            assertRefused(
                    ErrorCode.HP_ERR_TRANSCRIPT,
                    () -> ServerProof.SIGNED.check(SERVER_PAIR.getPublic(), other, signature, at(NOW)));
        }
    }

    private void assertNotRegistered(ErrorCode code, ClientProof proof, PrincipalName name) {
        assertRefused(code, () -> register(door(Guard.CLIENT_CERTIFICATE), proof, name));
        assertThat(sessions.size()).isZero();
    }

    private CertificateDoor door(Guard... guards) {
        PkiProfile profile = new PkiProfile(Profile.CLASSIC.with(Set.of(guards)));
        return new CertificateDoor(
                registration,
                new CertificateExchange(CLOCKS),
                new ClientRegistrationExchange(
                        SEALS,
                        InsecureScriptedRandomness.counting(),
                        sessions,
                        new ClientRegistrationExchange.Policy(
                                CLOCKS,
                                Duration.ofDays(1),
                                ReplayCache.OFF,
                                profile.clientCheck(CHECK, revocation),
                                profile.serverProof())),
                new PkiServiceExchange(SEALS, sessions, CLOCKS, ReplayCache.OFF, (client, request, now) -> "memo"));
    }

    /** P3 and P4, some time after noon. */
    private Transcript greet(CertificateDoor door, int seconds) throws Refusal {
        CertificateReq request = new CertificateReq(SERVER, NOW.plusSeconds(seconds));
        CertificateRep reply = (CertificateRep) door.answer(request, at(NOW));
        return Transcript.START.then(request).then(reply);
    }

    private SessionPart register(CertificateDoor door, ClientProof proof, PrincipalName name) throws Refusal {
        Transcript before = greet(door, 0);
        return open((ClientRegistrationRep) door.answer(request(before, proof, name), at(NOW)));
    }

    private static ClientRegistrationReq request(Transcript before, ClientProof proof, PrincipalName name) {
        return proof.on(AtTheCertificateDoor.request(registrationOf(name, NOW)), name, SERVER, before);
    }

    private static ClientProof proof(PrincipalName name) {
        return ClientProof.certified(certificate(name), CLIENT_PAIR.getPrivate());
    }

    private static Bytes certificate(PrincipalName name) {
        Validity validity = Validity.starting(NOW, Duration.ofDays(30), SKEW);
        return Certificates.encode(
                AUTHORITY.issueClient(name, (RSAPublicKey) CLIENT_PAIR.getPublic(), validity, BigInteger.TWO));
    }
}
