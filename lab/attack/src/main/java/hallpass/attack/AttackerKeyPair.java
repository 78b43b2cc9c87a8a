package hallpass.attack;

import hallpass.app.ServerIdentity;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;

/** The attacker's own key pair. One for all attacks: making it costs more than they do. */
public final class AttackerKeyPair {
    public static final KeyPair KEY_PAIR = RsaKeys.generateKeyPair();

    private AttackerKeyPair() {}

    public static RSAPublicKey publicKey() {
        return (RSAPublicKey) KEY_PAIR.getPublic();
    }

    /** The attacker as a server, with a certificate for this key. */
    public static ServerIdentity identity(
            PrincipalName name, Bytes certificate, CertificateValidator authority, AttackContext context)
            throws Refusal {
        return ServerIdentity.verified(
                name, certificate, RsaKeys.encode(KEY_PAIR.getPrivate()), authority, context.exchangeContext());
    }
}
