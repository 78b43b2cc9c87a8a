package hallpass.attack;

import hallpass.app.ServerIdentity;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;

/** The attacker's own key pair. One for all attacks: making it costs more than they do. */
public final class OwnKey {
    public static final KeyPair PAIR = RsaKeys.newPair();

    private OwnKey() {}

    public static RSAPublicKey publicHalf() {
        return (RSAPublicKey) PAIR.getPublic();
    }

    /** The attacker as a server, with a certificate for this key. */
    public static ServerIdentity as(PrincipalName name, Bytes certificate, CertificateCheck authority, Stage stage)
            throws Refusal {
        return ServerIdentity.checked(name, certificate, RsaKeys.encode(PAIR.getPrivate()), authority, stage.now());
    }
}
