package hallpass.ca;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.ExchangeContext;
import hallpass.trace.Trace;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;

/** An authority at a fixed time, with RSA keys that all tests share. */
final class TestCa {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final Duration SKEW = Duration.ofMinutes(5);
    static final PrincipalName SERVER = new PrincipalName("ID-Server");
    /** The key in the server's registration. */
    static final SymmetricKey TEMPORARY_KEY = SymmetricKey.of("K_tmp1", new byte[16]);

    static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
    static final KeyPair CA_PAIR = RsaKeys.generateKeyPair();
    static final KeyPair SERVER_PAIR = RsaKeys.generateKeyPair();
    static final CertificateAuthority AUTHORITY = CertificateAuthority.selfSigned(
            new PrincipalName("ID-CA"),
            CA_PAIR,
            Validity.starting(NOW, AUTHORITY_LIFETIME, SKEW),
            CertificateAuthority.newSerial(count -> new byte[count]));

    private TestCa() {}

    static ExchangeContext contextAt(Instant now) {
        return new ExchangeContext(now, "127.0.0.1", Trace.NONE);
    }
}
