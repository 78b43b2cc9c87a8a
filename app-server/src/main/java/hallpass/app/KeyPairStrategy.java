package hallpass.app;

import hallpass.crypto.SecretBytes;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.pki.CertificateRequest;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.protocol.Profile;
import hallpass.wire.Bytes;
import java.security.KeyPair;
import java.util.function.Function;

/** Where the server's key pair comes from. */
@FunctionalInterface
public interface KeyPairStrategy {
    /** From the authority, with P2. Weak on purpose: whoever reads that message once has the server's private key. */
    KeyPairStrategy GENERATED_BY_CA =
            self -> new PreparedKeyPair(Bytes.EMPTY, Bytes.EMPTY, ServerRegistrationRepPart::privateKey);

    /** As the realm's guards say. */
    static KeyPairStrategy forProfile(Profile profile, KeyPairSource pairs) {
        return profile.has(Guard.LOCAL_KEYS) ? local(pairs) : GENERATED_BY_CA;
    }

    /** It is made here, and its private half stays here: the guard {@code local-keys}. */
    static KeyPairStrategy local(KeyPairSource pairs) {
        return self -> {
            KeyPair pair = pairs.next();
            Bytes request = CertificateRequest.create(self, pair);
            return new PreparedKeyPair(
                    request, CertificateRequest.hash(request), issued -> RsaKeys.encode(pair.getPrivate()));
        };
    }

    /**
     * Of one key pair.
     *
     * @param request for its certificate in DER, empty if the authority is to make the pair
     * @param requestHash of the request, empty if there is none
     * @param privateKey its private half in PKCS#8, once the authority has answered
     */
    record PreparedKeyPair(
            Bytes request, Bytes requestHash, Function<ServerRegistrationRepPart, SecretBytes> privateKey) {}

    PreparedKeyPair prepare(PrincipalName self);
}
