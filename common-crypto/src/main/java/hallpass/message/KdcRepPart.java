package hallpass.message;

import hallpass.crypto.SymmetricKey;
import java.time.Duration;
import java.time.Instant;

/** What the client's parts of K2 and K4 have in common. */
public sealed interface KdcRepPart permits AsRepPart, TgsRepPart {
    SymmetricKey sessionKey();

    PrincipalName server();

    Instant issuedAt();

    Duration lifetime();

    Nonce nonce();
}
