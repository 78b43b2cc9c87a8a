package hallpass.pki;

import hallpass.message.PrincipalName;
import hallpass.protocol.ExchangeContext;
import hallpass.trace.Trace;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;

/** A CA, a server and a rogue CA. The keys are generated once, because that is slow. */
final class PkiFixtures {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123Z");
    static final Duration SKEW = Duration.ofMinutes(5);
    static final Duration LIFETIME = Duration.ofDays(90);
    static final PrincipalName CA = new PrincipalName("ID-CA");
    static final PrincipalName SERVER = new PrincipalName("ID-Server");
    static final KeyPair CA_PAIR = RsaKeys.generateKeyPair();
    static final KeyPair SERVER_PAIR = RsaKeys.generateKeyPair();
    static final KeyPair ROGUE_PAIR = RsaKeys.generateKeyPair();
    static final BigInteger SERIAL = CertificateAuthority.newSerial(count -> new byte[count]);

    static final CertificateAuthority AUTHORITY = selfSigned(CA, CA_PAIR);

    private PkiFixtures() {}

    static CertificateAuthority selfSigned(PrincipalName name, KeyPair pair) {
        return CertificateAuthority.selfSigned(name, pair, Validity.starting(NOW, Duration.ofDays(3650), SKEW), SERIAL);
    }

    static RSAPublicKey serverKey() {
        return (RSAPublicKey) SERVER_PAIR.getPublic();
    }

    static Validity validity() {
        return Validity.starting(NOW, LIFETIME, SKEW);
    }

    static ExchangeContext contextAt(Instant instant) {
        return new ExchangeContext(instant, "127.0.0.1", Trace.NONE);
    }
}
