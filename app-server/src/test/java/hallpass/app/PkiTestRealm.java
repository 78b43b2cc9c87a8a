package hallpass.app;

import hallpass.crypto.AesEcb;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;

/** An authority and a certified server at a fixed time, with RSA keys that all tests share. */
final class PkiTestRealm {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final Duration SKEW = Duration.ofMinutes(5);
    static final ClockSkew CLOCK_SKEW = new ClockSkew(SKEW);
    static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(30);
    static final PrincipalName SERVER = new PrincipalName("ID-Server");
    static final PrincipalName CLIENT = new PrincipalName("ID-Client1");
    static final String ADDRESS = "127.0.0.1";
    static final KeyPair CA_PAIR = RsaKeys.generateKeyPair();
    static final KeyPair SERVER_PAIR = RsaKeys.generateKeyPair();
    static final KeyPair OTHER_PAIR = RsaKeys.generateKeyPair();
    static final BigInteger SERIAL = CertificateAuthority.newSerial(count -> new byte[count]);
    static final CertificateAuthority AUTHORITY = authority("ID-CA", CA_PAIR);
    static final CertificateValidator CHECK = check();
    static final Sealer SEALER = new Sealer(new AesEcb());

    private PkiTestRealm() {}

    static CertificateAuthority authority(String name, KeyPair pair) {
        Validity validity = Validity.starting(NOW, Duration.ofDays(3650), SKEW);
        return CertificateAuthority.selfSigned(new PrincipalName(name), pair, validity, SERIAL);
    }

    static Bytes certificate(CertificateAuthority authority, PrincipalName name, Instant now) {
        Validity validity = Validity.starting(now, CERTIFICATE_LIFETIME, SKEW);
        return Certificates.encode(
                authority.issueServerCertificate(name, (RSAPublicKey) SERVER_PAIR.getPublic(), validity, SERIAL));
    }

    static ServerIdentity identity() throws Refusal {
        return ServerIdentity.verified(
                SERVER,
                certificate(AUTHORITY, SERVER, NOW),
                RsaKeys.encode(SERVER_PAIR.getPrivate()),
                CHECK,
                contextAt(NOW));
    }

    static ExchangeContext contextAt(Instant now) {
        return new ExchangeContext(now, ADDRESS, Trace.NONE);
    }

    private static CertificateValidator check() {
        try {
            return CertificateValidator.trusting(AUTHORITY.certificate());
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }
}
