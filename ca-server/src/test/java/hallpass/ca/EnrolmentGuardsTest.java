package hallpass.ca;

import static hallpass.ca.TestAuthority.AUTHORITY;
import static hallpass.ca.TestAuthority.CA_PAIR;
import static hallpass.ca.TestAuthority.NOW;
import static hallpass.ca.TestAuthority.SERVER;
import static hallpass.ca.TestAuthority.SERVER_PAIR;
import static hallpass.ca.TestAuthority.SKEW;
import static hallpass.ca.TestAuthority.TEMPORARY;
import static hallpass.ca.TestAuthority.at;
import static hallpass.testkit.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.crypto.AesEcb;
import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.IssuedCertificate;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.CertificateCheck;
import hallpass.pki.CertificateRequest;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.protocol.UnavailableException;
import hallpass.realm.EnrolmentTokenFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.RealmTemplate;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C3 and C4 of the attacks: each succeeds with the classic authority, and is refused where its guard stands. */
class EnrolmentGuardsTest {
    /** Whoever wants to be the server. */
    private static final KeyPair MALLORY_PAIR = CA_PAIR;

    private final Seals seals = new Seals(new AesEcb());
    private final List<X509Certificate> issued = new ArrayList<>();

    @TempDir
    private Path temporary;

    /** What is asked of the ledger. */
    enum Step {
        RESERVING,
        COMPLETING,
        NEVER
    }

    private Step unreachable = Step.NEVER;
    private RealmFolder realm;
    private EnrolmentTokenFiles files;

    @BeforeEach
    void makeRealm() throws RealmProblem {
        realm = RealmFolder.create(temporary.resolve("realm"), RealmTemplate.render());
        files = new EnrolmentTokenFiles(realm);
    }

    @Test
    void classicCertifiesWhoeverSaysTheServersName() throws Exception {
        IssuedCertificate answer = open(classic().answer(request(registration(SERVER, SecretBytes.NONE)), at(NOW)));

        assertThat(CertificateCheck.trusting(AUTHORITY.certificate()).accept(answer.certificate(), SERVER, at(NOW)))
                .isNotNull();
    }

    @Test
    void withEnrolmentTokenRefusesWhoHasNone() {
        for (SecretBytes token : List.of(SecretBytes.NONE, SecretBytes.of(new byte[32]))) {
            assertRefused(
                    ErrorCode.HP_ERR_ENROLMENT_TOKEN,
                    () -> withTokens().answer(request(registration(SERVER, token)), at(NOW)));
        }
        assertThat(issued).isEmpty();
    }

    @Test
    void withEnrolmentTokenCertifiesOnceForATokenAndGivesTheNextOne() throws Exception {
        files.issue(Randomness.secure());
        SecretBytes first = files.token();

        SecretBytes second = open(withTokens().answer(request(registration(SERVER, first)), at(NOW)))
                .nextToken();

        assertRefused(
                ErrorCode.HP_ERR_ENROLMENT_TOKEN,
                () -> withTokens().answer(request(registration(SERVER, first)), at(NOW)));
        assertThat(open(withTokens().answer(request(registration(SERVER, second)), at(NOW)))
                        .nextToken())
                .isNotEqualTo(second);
        assertThat(issued).hasSize(2);
    }

    @Test
    void withEnrolmentTokenTakesItForTheServersNameAlone() throws Exception {
        files.issue(Randomness.secure());
        SecretBytes token = files.token();

        assertRefused(
                ErrorCode.HP_ERR_ENROLMENT_TOKEN,
                () -> withTokens().answer(request(registration(new PrincipalName("ID-Other"), token)), at(NOW)));
        assertThat(files.isAwaited(token)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
    void withEnrolmentTokenItStaysGoodWhereTheLedgerCannotBeReached(Step step) throws Exception {
        files.issue(Randomness.secure());
        SecretBytes token = files.token();
        unreachable = step;
        assertThatThrownBy(() -> withTokens().answer(request(registration(SERVER, token)), at(NOW)))
                .isInstanceOf(UnavailableException.class);
        unreachable = Step.NEVER;

        assertThat(open(withTokens().answer(request(registration(SERVER, token)), at(NOW)))
                        .nextToken())
                .isNotEqualTo(token);
    }

    /** Both are past the check when the first of them is admitted. */
    @Test
    void withEnrolmentTokenOneOfTwoAtTheSameTimeIsCertified() throws Exception {
        files.issue(Randomness.secure());
        ServerRegistration first = registration(SERVER, files.token());
        Admission admission = new EnrolmentTokens(SERVER, files, Randomness.secure());
        admission.check(first, at(NOW));
        admission.check(first, at(NOW));
        admission.admit(first, at(NOW));

        assertRefused(ErrorCode.HP_ERR_ENROLMENT_TOKEN, () -> admission.admit(first, at(NOW)));
    }

    @Test
    void theAuthorityKeepsTheHashAloneAndTheServerHidesItsToken() throws Exception {
        files.issue(Randomness.secure());

        String token = Files.readString(realm.enrolmentToken()).strip();
        assertThat(Files.readString(realm.awaitedEnrolment())).doesNotContain(token);
        assertThat(Files.getPosixFilePermissions(realm.enrolmentToken()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** Who recorded P1 and P2, and has SK_ca later, has the server's private key. */
    @Test
    void classicSendsThePrivateKeyToWhoeverHasTheAuthoritysKeyLater() throws Exception {
        ServerRegistrationReq recorded = request(registration(SERVER, SecretBytes.NONE));
        ServerRegistrationRep reply = classic().answer(recorded, at(NOW));

        SymmetricKey stolen = seals.open(
                        ServerRegistration.PART, recorded.registration(), CA_PAIR.getPrivate(), "SK_ca", Trace.NONE)
                .temporaryKey();
        IssuedCertificate inside = seals.open(IssuedCertificate.PART, reply.issued(), stolen, Trace.NONE);

        assertThat(RsaKeys.privateKey(inside.privateKey())).isEqualTo(SERVER_PAIR.getPrivate());
    }

    @Test
    void withLocalKeysCertifiesTheServersOwnKeyAndHasNoPrivateKeyToSend() throws Exception {
        Bytes request = CertificateRequest.signed(SERVER, SERVER_PAIR);

        IssuedCertificate answer = open(withLocalKeys().answer(request(request, request), at(NOW)));

        assertThat(answer.privateKey()).isEqualTo(SecretBytes.NONE);
        assertThat(RsaKeys.publicKey(answer.publicKey())).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(issued.get(0).getPublicKey()).isEqualTo(SERVER_PAIR.getPublic());
    }

    @Test
    void withLocalKeysRefusesARequestThatWasSwappedOnTheWay() {
        Bytes own = CertificateRequest.signed(SERVER, SERVER_PAIR);
        Bytes swapped = CertificateRequest.signed(SERVER, MALLORY_PAIR);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_REQUEST, () -> withLocalKeys().answer(request(own, swapped), at(NOW)));
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_REQUEST,
                () -> withLocalKeys().answer(request(registration(SERVER, SecretBytes.NONE)), at(NOW)));
        assertThat(issued).isEmpty();
    }

    @Test
    void withLocalKeysRefusesAKeyWhosePrivateHalfTheServerDoesNotHave() {
        byte[] edited = CertificateRequest.signed(SERVER, SERVER_PAIR).toArray();
        edited[edited.length - 1] ^= 1;
        Bytes unproved = Bytes.of(edited);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_REQUEST,
                () -> withLocalKeys().answer(request(unproved, unproved), at(NOW)));
    }

    private EnrolmentExchange classic() {
        return exchange(SubjectKeys.made(() -> SERVER_PAIR), Admission.ANYBODY);
    }

    private EnrolmentExchange withTokens() {
        return exchange(SubjectKeys.made(() -> SERVER_PAIR), new EnrolmentTokens(SERVER, files, Randomness.secure()));
    }

    private EnrolmentExchange withLocalKeys() {
        return exchange(SubjectKeys.REQUESTED, Admission.ANYBODY);
    }

    private EnrolmentExchange exchange(SubjectKeys keys, Admission admission) {
        return new EnrolmentExchange(
                AUTHORITY,
                seals,
                new EnrolmentExchange.Sources(keys, Randomness.secure()),
                new EnrolmentPolicy(new ClockSkew(SKEW), Duration.ofDays(30), ReplayCache.OFF, admission),
                new Ledger() {
                    @Override
                    public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
                        requireReachable(Step.RESERVING);
                        return true;
                    }

                    @Override
                    public boolean complete(X509Certificate certificate) {
                        requireReachable(Step.COMPLETING);
                        return issued.add(certificate);
                    }
                });
    }

    private void requireReachable(Step step) {
        if (step == unreachable) {
            throw new UnavailableException("the ledger is not there");
        }
    }

    private static ServerRegistration registration(PrincipalName name, SecretBytes token) {
        return new ServerRegistration(TEMPORARY, name, NOW, token, Bytes.EMPTY);
    }

    private ServerRegistrationReq request(ServerRegistration registration) {
        return request(registration, Bytes.EMPTY);
    }

    private ServerRegistrationReq request(Bytes named, Bytes sent) {
        Bytes hash = CertificateRequest.hash(named);
        return request(new ServerRegistration(TEMPORARY, SERVER, NOW, SecretBytes.NONE, hash), sent);
    }

    private ServerRegistrationReq request(ServerRegistration registration, Bytes beside) {
        return new ServerRegistrationReq(
                seals.sealTo(
                        ServerRegistration.PART, registration, (RSAPublicKey) CA_PAIR.getPublic(), "PK_ca", Trace.NONE),
                beside);
    }

    private IssuedCertificate open(ServerRegistrationRep reply) throws Refusal {
        return seals.open(IssuedCertificate.PART, reply.issued(), TEMPORARY, Trace.NONE);
    }
}
