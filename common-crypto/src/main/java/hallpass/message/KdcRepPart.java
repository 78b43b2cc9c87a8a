package hallpass.message;

import hallpass.crypto.SymmetricKey;
import java.time.Duration;
import java.time.Instant;

/**
 * The contents that {@link AsRepPart} and {@link TgsRepPart} share (RFC 4120 §5.4.2,
 * EncKDCRepPart).
 */
public sealed interface KdcRepPart permits AsRepPart, TgsRepPart {
    SymmetricKey sessionKey();

    PrincipalName server();

    Instant issuedAt();

    Duration lifetime();

    Nonce nonce();
}
