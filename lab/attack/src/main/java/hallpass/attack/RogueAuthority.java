package hallpass.attack;

import hallpass.app.ServerIdentity;
import hallpass.config.Setting;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.wire.Bytes;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;

/** A self-made authority with the name of the realm's authority. */
public final class RogueAuthority {
    private static final Duration LIFETIME = Duration.ofDays(30);

    /** One key pair for all attacks, because RSA key generation is slow. */
    private static final KeyPair KEY_PAIR = RsaKeys.generateKeyPair();

    private final CertificateAuthority authority;
    private final Validity validity;

    private RogueAuthority(CertificateAuthority authority, Validity validity) {
        this.authority = authority;
        this.validity = validity;
    }

    public static RogueAuthority of(AttackContext context) {
        Instant now = context.exchangeContext().now();
        Validity validity = Validity.starting(now, LIFETIME, context.config().get(Setting.SKEW));
        return new RogueAuthority(
                CertificateAuthority.selfSigned(
                        context.config().authorityName(),
                        KEY_PAIR,
                        validity,
                        CertificateAuthority.newSerial(context.lab().randomness())),
                validity);
    }

    public Bytes certificate() {
        return Certificates.encode(authority.certificate());
    }

    /** Certifies the attacker's key pair as the realm's application server. */
    public ServerIdentity certify(AttackContext context) throws Exception {
        Bytes certificate = Certificates.encode(authority.issueServerCertificate(
                context.config().serverName(),
                AttackerKeyPair.publicKey(),
                validity,
                CertificateAuthority.newSerial(context.lab().randomness())));
        return AttackerKeyPair.identity(
                context.config().serverName(),
                certificate,
                CertificateValidator.trusting(authority.certificate()),
                context);
    }
}
