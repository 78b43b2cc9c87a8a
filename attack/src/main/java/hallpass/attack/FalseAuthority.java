package hallpass.attack;

import hallpass.app.ServerIdentity;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateCheck;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.wire.Bytes;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;

/** An authority that the attacker made, with the name of the realm's. */
public final class FalseAuthority {
    private static final Duration LIFETIME = Duration.ofDays(30);

    /** One pair for all of them: making it costs more than the attacks. */
    private static final KeyPair AUTHORITY = RsaKeys.newPair();

    private final CertificateAuthority authority;
    private final Validity validity;

    private FalseAuthority(CertificateAuthority authority, Validity validity) {
        this.authority = authority;
        this.validity = validity;
    }

    public static FalseAuthority of(Stage stage) {
        Instant now = stage.now().now();
        Validity validity = Validity.starting(now, LIFETIME, stage.config().skew());
        return new FalseAuthority(
                CertificateAuthority.selfSigned(
                        stage.config().authorityName(),
                        AUTHORITY,
                        validity,
                        CertificateAuthority.newSerial(stage.lab().randomness())),
                validity);
    }

    public Bytes certificate() {
        return Certificates.encode(authority.certificate());
    }

    /** The attacker as the realm's application server. */
    public ServerIdentity certify(Stage stage) throws Exception {
        Bytes certificate = Certificates.encode(authority.issue(
                stage.config().serverName(),
                OwnKey.publicHalf(),
                validity,
                CertificateAuthority.newSerial(stage.lab().randomness())));
        return OwnKey.as(
                stage.config().serverName(), certificate, CertificateCheck.trusting(authority.certificate()), stage);
    }
}
