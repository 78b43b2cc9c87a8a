package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.app.Enrolment;
import hallpass.app.KeyOrigin;
import hallpass.app.ServerIdentity;
import hallpass.crypto.Randomness;
import hallpass.message.ServerRegistrationRep;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateCheck;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.realm.EnrolmentTokenFiles;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/** Registers the application server: always for the same key pair, for making one is slow. */
final class Enrolling implements Undertaking {
    private static final Duration PATIENCE = Duration.ofMillis(2500);

    private final KeyPair pair = RsaKeys.newPair();
    private final RealmConfig config;
    private final EnrolmentTokenFiles tokens;
    private final CertificateLedger ledger;
    private final Enrolment enrolment;
    private final Set<Bytes> keysBefore;

    Enrolling(RealmFolder realm, CertificateLedger ledger) throws RealmProblem, KeyMaterialException {
        this.config = realm.config();
        this.tokens = new EnrolmentTokenFiles(realm);
        this.ledger = ledger;
        this.enrolment = new Enrolment(
                config.serverName(),
                CertificateCheck.trusting(PemFiles.certificate(realm.authorityCertificate(Party.APP))),
                config.clockSkew(),
                config.seals(),
                Randomness.secure(),
                KeyOrigin.here(() -> pair));
        this.keysBefore = certifiedKeys();
    }

    @Override
    public String run() throws Refusal, ErrorReply, DecodeException, UnreachableException, RealmProblem {
        if (!tokens.isAwaited(tokens.token())) {
            // A reply was lost, and with it the next token: hallpass app enrol.
            tokens.issue(Randomness.secure());
        }
        try (MessageConnection connection = MessageConnection.open(config.route(Party.CA), PATIENCE, PATIENCE)) {
            Enrolment.Asked asked = enrolment.ask(tokens.token(), now());
            ServerRegistrationRep reply = connection.ask(asked.request(), ServerRegistrationRep.class, Trace.NONE);
            Enrolment.Enrolled enrolled = enrolment.accept(asked, reply, now());
            tokens.keep(enrolled.nextToken());
            ServerIdentity identity = enrolled.identity();
            return said(identity.publicKey(), tokens.isAwaited(enrolled.nextToken()));
        }
    }

    private static Occasion now() {
        return new Occasion(InstantSource.system().instant(), "127.0.0.1", Trace.NONE);
    }

    private static String said(PublicKey key, boolean isAwaited) {
        return "a certificate for " + RsaKeys.encode(key).toHex() + ", and the authority awaits the next token: "
                + isAwaited;
    }

    @Override
    public String due() {
        return said(pair.getPublic(), true);
    }

    @Override
    public void assertNothingElseWasDone() {
        // Reading a ledger that grows with each run is left to the end.
    }

    @Override
    public void assertNothingElseWasEverDone() {
        Set<Bytes> keys = certifiedKeys();
        keys.removeAll(keysBefore);
        assertThat(keys).isSubsetOf(RsaKeys.encode(pair.getPublic()));
    }

    private Set<Bytes> certifiedKeys() {
        return ledger.list().stream()
                .flatMap(entry -> entry.der().stream())
                .map(Enrolling::certifiedKey)
                .collect(Collectors.toSet());
    }

    private static Bytes certifiedKey(Bytes der) {
        try {
            return RsaKeys.encode(Certificates.decode(der).getPublicKey());
        } catch (KeyMaterialException e) {
            throw new AssertionError("the authority's own", e);
        }
    }
}
