package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.app.EnrolmentExchangeClient;
import hallpass.app.KeyPairStrategy;
import hallpass.app.ServerIdentity;
import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.PemFiles;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.ServerRegistrationRep;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RsaKeys;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.store.CertificateLedger;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/** Enrols the application server; all runs use one key pair, because generation is slow. */
final class EnrolmentOperation implements ClientOperation {
    private static final Duration TIMEOUT = Duration.ofMillis(2500);

    private final KeyPair pair = RsaKeys.generateKeyPair();
    private final RealmConfig config;
    private final EnrolmentTokenFiles tokens;
    private final CertificateLedger ledger;
    private final EnrolmentExchangeClient enrolment;
    private final Set<Bytes> keysBefore;

    EnrolmentOperation(RealmFolder realm, CertificateLedger ledger) throws RealmException, KeyMaterialException {
        this.config = realm.config();
        this.tokens = new EnrolmentTokenFiles(realm);
        this.ledger = ledger;
        this.enrolment = new EnrolmentExchangeClient(
                config.serverName(),
                CertificateValidator.trusting(PemFiles.readCertificate(realm.authorityCertificate(Party.APP))),
                config.clockSkew(),
                config.sealer(),
                Randomness.secure(),
                KeyPairStrategy.local(() -> pair));
        this.keysBefore = certifiedKeys();
    }

    @Override
    public String run() throws Refusal, ErrorReplyException, DecodeException, UnreachableException, RealmException {
        if (!tokens.isExpected(tokens.readToken())) {
            // The next token was lost with a reply. "hallpass app enrol" issues a new one too.
            tokens.issue(Randomness.secure());
        }
        try (MessageConnection connection = MessageConnection.open(config.route(Party.CA), TIMEOUT, TIMEOUT)) {
            EnrolmentExchangeClient.EnrolmentAttempt attempt = enrolment.createRequest(tokens.readToken(), now());
            ServerRegistrationRep reply = connection.call(attempt.request(), ServerRegistrationRep.class, Trace.NONE);
            EnrolmentExchangeClient.EnrolmentResult enrolled = enrolment.accept(attempt, reply, now());
            tokens.storeToken(enrolled.nextToken());
            ServerIdentity identity = enrolled.identity();
            return describe(identity.publicKey(), tokens.isExpected(enrolled.nextToken()));
        }
    }

    private static ExchangeContext now() {
        return new ExchangeContext(InstantSource.system().instant(), "127.0.0.1", Trace.NONE);
    }

    private static String describe(PublicKey key, boolean isAwaited) {
        return "a certificate for " + RsaKeys.encode(key).toHex() + "; the CA expects the next token: " + isAwaited;
    }

    @Override
    public String expectedResult() {
        return describe(pair.getPublic(), true);
    }

    @Override
    public void assertNoOtherEffect() {
        // The ledger grows with each run, so it is read once at the end.
    }

    @Override
    public void assertNoOtherEffectEver() {
        Set<Bytes> keys = certifiedKeys();
        keys.removeAll(keysBefore);
        assertThat(keys).isSubsetOf(RsaKeys.encode(pair.getPublic()));
    }

    private Set<Bytes> certifiedKeys() {
        return ledger.list().stream()
                .flatMap(entry -> entry.der().stream())
                .map(EnrolmentOperation::certifiedKey)
                .collect(Collectors.toSet());
    }

    private static Bytes certifiedKey(Bytes der) {
        try {
            return RsaKeys.encode(Certificates.decode(der).getPublicKey());
        } catch (KeyMaterialException e) {
            throw new AssertionError("the CA issued it", e);
        }
    }
}
