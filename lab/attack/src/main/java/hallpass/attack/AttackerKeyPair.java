package hallpass.attack;

import hallpass.app.ServerIdentity;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;

/** The attacker's RSA key pair, shared by all attacks because RSA key generation is slow. */
public final class AttackerKeyPair {
    public static final KeyPair KEY_PAIR = RsaKeys.generateKeyPair();

    private AttackerKeyPair() {}

    public static RSAPublicKey publicKey() {
        return (RSAPublicKey) KEY_PAIR.getPublic();
    }

    /** The identity of a server with this key pair and the given certificate. */
    public static ServerIdentity identity(
            PrincipalName name, Bytes certificate, CertificateValidator authority, AttackContext context)
            throws Refusal {
        return ServerIdentity.verified(
                name, certificate, RsaKeys.encode(KEY_PAIR.getPrivate()), authority, context.exchangeContext());
    }
}
