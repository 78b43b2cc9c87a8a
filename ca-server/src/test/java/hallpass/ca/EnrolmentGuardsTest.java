package hallpass.ca;

import static hallpass.ca.TestCa.AUTHORITY;
import static hallpass.ca.TestCa.CA_PAIR;
import static hallpass.ca.TestCa.NOW;
import static hallpass.ca.TestCa.SERVER;
import static hallpass.ca.TestCa.SERVER_PAIR;
import static hallpass.ca.TestCa.SKEW;
import static hallpass.ca.TestCa.TEMPORARY_KEY;
import static hallpass.ca.TestCa.contextAt;
import static hallpass.fixtures.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.crypto.AesEcb;
import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.pki.CertificateRequest;
import hallpass.pki.CertificateValidator;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.protocol.UnavailableException;
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

/**
 * Attacks C3 and C4: they succeed against the classic profile and fail with the guards
 * {@code enrolment-token} and {@code local-keys}.
 */
class EnrolmentGuardsTest {
    /** Key pair of an attacker who wants a certificate in the name of the server. */
    private static final KeyPair MALLORY_PAIR = CA_PAIR;

    private final Sealer sealer = new Sealer(new AesEcb());
    private final List<X509Certificate> issued = new ArrayList<>();

    @TempDir
    private Path temporary;

    /** Operations of the ledger. */
    enum LedgerStep {
        RESERVING,
        COMPLETING,
        NEVER
    }

    private LedgerStep unreachable = LedgerStep.NEVER;
    private RealmFolder realm;
    private EnrolmentTokenFiles files;

    @BeforeEach
    void createRealm() throws RealmException {
        realm = RealmFolder.create(temporary.resolve("realm"), RealmTemplate.render());
        files = new EnrolmentTokenFiles(realm);
    }

    @Test
    void classicCertifiesAnyoneUnderTheServerName() throws Exception {
        ServerRegistrationRepPart answer =
                open(classic().answer(request(registration(SERVER, SecretBytes.EMPTY)), contextAt(NOW)));

        assertThat(CertificateValidator.trusting(AUTHORITY.certificate())
                        .validateServer(answer.certificate(), SERVER, contextAt(NOW)))
                .isNotNull();
    }

    @Test
    void enrolmentTokenRefusesMissingOrWrongToken() {
        for (SecretBytes token : List.of(SecretBytes.EMPTY, SecretBytes.of(new byte[32]))) {
            assertRefused(
                    ErrorCode.HP_ERR_ENROLMENT_TOKEN,
                    () -> withTokens().answer(request(registration(SERVER, token)), contextAt(NOW)));
        }
        assertThat(issued).isEmpty();
    }

    @Test
    void enrolmentTokenIsSingleUseAndReplaced() throws Exception {
        files.issue(Randomness.secure());
        SecretBytes first = files.readToken();

        SecretBytes second = open(withTokens().answer(request(registration(SERVER, first)), contextAt(NOW)))
                .nextEnrolmentToken();

        assertRefused(
                ErrorCode.HP_ERR_ENROLMENT_TOKEN,
                () -> withTokens().answer(request(registration(SERVER, first)), contextAt(NOW)));
        assertThat(open(withTokens().answer(request(registration(SERVER, second)), contextAt(NOW)))
                        .nextEnrolmentToken())
                .isNotEqualTo(second);
        assertThat(issued).hasSize(2);
    }

    @Test
    void enrolmentTokenIsBoundToTheServerName() throws Exception {
        files.issue(Randomness.secure());
        SecretBytes token = files.readToken();

        assertRefused(
                ErrorCode.HP_ERR_ENROLMENT_TOKEN,
                () -> withTokens().answer(request(registration(new PrincipalName("ID-Other"), token)), contextAt(NOW)));
        assertThat(files.isExpected(token)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
    void enrolmentTokenStaysValidWhenTheLedgerIsUnavailable(LedgerStep step) throws Exception {
        files.issue(Randomness.secure());
        SecretBytes token = files.readToken();
        unreachable = step;
        assertThatThrownBy(() -> withTokens().answer(request(registration(SERVER, token)), contextAt(NOW)))
                .isInstanceOf(UnavailableException.class);
        unreachable = LedgerStep.NEVER;

        assertThat(open(withTokens().answer(request(registration(SERVER, token)), contextAt(NOW)))
                        .nextEnrolmentToken())
                .isNotEqualTo(token);
    }

    /** Both requests pass the check before the first one uses the token. */
    @Test
    void enrolmentTokenAdmitsOneOfTwoConcurrentRequests() throws Exception {
        files.issue(Randomness.secure());
        ServerRegistrationReqPart first = registration(SERVER, files.readToken());
        EnrolmentAuthorization authorization = new EnrolmentTokenAuthorization(SERVER, files, Randomness.secure());
        authorization.check(first, contextAt(NOW));
        authorization.check(first, contextAt(NOW));
        authorization.redeem(first, contextAt(NOW));

        assertRefused(ErrorCode.HP_ERR_ENROLMENT_TOKEN, () -> authorization.redeem(first, contextAt(NOW)));
    }

    @Test
    void storesOnlyTheTokenHashAtTheCa() throws Exception {
        files.issue(Randomness.secure());

        String token = Files.readString(realm.enrolmentTokenFile()).strip();
        assertThat(Files.readString(realm.enrolmentTokenHashFile())).doesNotContain(token);
        assertThat(Files.getPosixFilePermissions(realm.enrolmentTokenFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** Recorded P1 and P2, with SK_ca obtained later, reveal the server's private key. */
    @Test
    void classicExposesPrivateKeyWhenTheCaKeyLeaks() throws Exception {
        ServerRegistrationReq recorded = request(registration(SERVER, SecretBytes.EMPTY));
        ServerRegistrationRep reply = classic().answer(recorded, contextAt(NOW));

        SymmetricKey stolen = sealer.open(
                        ServerRegistrationReqPart.PART,
                        recorded.registration(),
                        CA_PAIR.getPrivate(),
                        "SK_ca",
                        Trace.NONE)
                .temporaryKey();
        ServerRegistrationRepPart inside =
                sealer.open(ServerRegistrationRepPart.PART, reply.encPart(), stolen, Trace.NONE);

        assertThat(RsaKeys.decodePrivateKey(inside.privateKey())).isEqualTo(SERVER_PAIR.getPrivate());
    }

    @Test
    void localKeysCertifiesTheRequestedKeyOnly() throws Exception {
        Bytes request = CertificateRequest.create(SERVER, SERVER_PAIR);

        ServerRegistrationRepPart answer = open(withLocalKeys().answer(request(request, request), contextAt(NOW)));

        assertThat(answer.privateKey()).isEqualTo(SecretBytes.EMPTY);
        assertThat(RsaKeys.decodePublicKey(answer.publicKey())).isEqualTo(SERVER_PAIR.getPublic());
        assertThat(issued.get(0).getPublicKey()).isEqualTo(SERVER_PAIR.getPublic());
    }

    @Test
    void localKeysRefusesSwappedRequest() {
        Bytes own = CertificateRequest.create(SERVER, SERVER_PAIR);
        Bytes swapped = CertificateRequest.create(SERVER, MALLORY_PAIR);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_REQUEST,
                () -> withLocalKeys().answer(request(own, swapped), contextAt(NOW)));
        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_REQUEST,
                () -> withLocalKeys().answer(request(registration(SERVER, SecretBytes.EMPTY)), contextAt(NOW)));
        assertThat(issued).isEmpty();
    }

    @Test
    void localKeysRefusesRequestWithoutProofOfPossession() {
        byte[] edited = CertificateRequest.create(SERVER, SERVER_PAIR).toArray();
        edited[edited.length - 1] ^= 1;
        Bytes unproved = Bytes.of(edited);

        assertRefused(
                ErrorCode.HP_ERR_CERTIFICATE_REQUEST,
                () -> withLocalKeys().answer(request(unproved, unproved), contextAt(NOW)));
    }

    private EnrolmentExchange classic() {
        return exchange(SubjectKeyStrategy.generated(() -> SERVER_PAIR), EnrolmentAuthorization.ANYONE);
    }

    private EnrolmentExchange withTokens() {
        return exchange(
                SubjectKeyStrategy.generated(() -> SERVER_PAIR),
                new EnrolmentTokenAuthorization(SERVER, files, Randomness.secure()));
    }

    private EnrolmentExchange withLocalKeys() {
        return exchange(SubjectKeyStrategy.FROM_REQUEST, EnrolmentAuthorization.ANYONE);
    }

    private EnrolmentExchange exchange(SubjectKeyStrategy keyStrategy, EnrolmentAuthorization authorization) {
        return new EnrolmentExchange(
                AUTHORITY,
                sealer,
                new EnrolmentExchange.KeyMaterialSources(keyStrategy, Randomness.secure()),
                new EnrolmentPolicy(new ClockSkew(SKEW), Duration.ofDays(30), ReplayCache.DISABLED, authorization),
                new IssuanceLedger() {
                    @Override
                    public boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now) {
                        requireReachable(LedgerStep.RESERVING);
                        return true;
                    }

                    @Override
                    public boolean complete(X509Certificate certificate) {
                        requireReachable(LedgerStep.COMPLETING);
                        return issued.add(certificate);
                    }
                });
    }

    private void requireReachable(LedgerStep step) {
        if (step == unreachable) {
            throw new UnavailableException("the ledger is not there");
        }
    }

    private static ServerRegistrationReqPart registration(PrincipalName name, SecretBytes token) {
        return new ServerRegistrationReqPart(TEMPORARY_KEY, name, NOW, token, Bytes.EMPTY);
    }

    private ServerRegistrationReq request(ServerRegistrationReqPart registration) {
        return request(registration, Bytes.EMPTY);
    }

    private ServerRegistrationReq request(Bytes named, Bytes sent) {
        Bytes hash = CertificateRequest.hash(named);
        return request(new ServerRegistrationReqPart(TEMPORARY_KEY, SERVER, NOW, SecretBytes.EMPTY, hash), sent);
    }

    private ServerRegistrationReq request(ServerRegistrationReqPart registration, Bytes uncertified) {
        return new ServerRegistrationReq(
                sealer.sealToPublicKey(
                        ServerRegistrationReqPart.PART,
                        registration,
                        (RSAPublicKey) CA_PAIR.getPublic(),
                        "PK_ca",
                        Trace.NONE),
                uncertified);
    }

    private ServerRegistrationRepPart open(ServerRegistrationRep reply) throws Refusal {
        return sealer.open(ServerRegistrationRepPart.PART, reply.encPart(), TEMPORARY_KEY, Trace.NONE);
    }
}
