package hallpass.client.exchange;

import static hallpass.fixtures.ExchangeFixture.KEY_UPDATE;
import static hallpass.fixtures.ExchangeFixture.KEY_UPDATE_KEY;
import static hallpass.fixtures.ExchangeFixture.NOON;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE;
import static hallpass.fixtures.ExchangeFixture.RESOURCE_SERVICE_KEY;
import static hallpass.fixtures.ExchangeFixture.SESSION_KEY;
import static hallpass.fixtures.ExchangeFixture.TGS;
import static hallpass.fixtures.ExchangeFixture.TGS_KEY;
import static hallpass.fixtures.ExchangeFixture.credentialFor;

import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.fixtures.TestCredential;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateValidator;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.Validity;
import hallpass.protocol.Transcript;
import hallpass.trace.Trace;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;

/** Credentials of alice and ID-Client1: issued a minute before noon, valid for ten hours. */
public final class SampleCredentials {
    public static final PrincipalName CLIENT = new PrincipalName("ID-Client1");
    public static final PrincipalName SERVER = new PrincipalName("ID-Server");

    private SampleCredentials() {}

    /** A key certified by a CA with the same key pair, because key generation is slow. */
    static ServerKey serverKey(KeyPair pair, BigInteger serial) {
        Validity validity = Validity.starting(NOON, Duration.ofDays(1), Duration.ZERO);
        X509Certificate authority = CertificateAuthority.selfSigned(
                        new PrincipalName("ID-CA"), pair, validity, BigInteger.ONE)
                .certificate();
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        try {
            return new ServerKey(SERVER, key, key, serial, CertificateValidator.trusting(authority), Transcript.EMPTY);
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }

    public static CachedTicket ticket(ExchangeFixture lab) {
        TestCredential draft = credentialFor(TGS);
        return new CachedTicket(
                draft.client(),
                draft.server(),
                draft.sessionKey(),
                lab.sealer().seal(Ticket.PART, draft.ticket(), TGS_KEY, Trace.NONE),
                draft.issuedAt(),
                draft.lifetime());
    }

    public static CachedToken token(ExchangeFixture lab) {
        return token(lab, RESOURCE_SERVICE, RESOURCE_SERVICE_KEY);
    }

    public static CachedToken keyUpdateToken(ExchangeFixture lab) {
        return token(lab, KEY_UPDATE, KEY_UPDATE_KEY);
    }

    private static CachedToken token(ExchangeFixture lab, PrincipalName service, SymmetricKey serviceKey) {
        TestCredential draft = credentialFor(service);
        return new CachedToken(
                draft.client(),
                draft.server(),
                draft.sessionKey(),
                lab.sealer().seal(Token.PART, draft.token(), serviceKey, Trace.NONE),
                draft.issuedAt(),
                draft.lifetime());
    }

    public static CachedSession session() {
        return new CachedSession(CLIENT, SERVER, SESSION_KEY, NOON.minus(Duration.ofMinutes(1)), Duration.ofHours(10));
    }
}
