package hallpass.store;

import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import java.time.Instant;
import java.util.Optional;

/**
 * A key of a principal, without the key itself.
 *
 * @param encryption the name of the encryption type
 * @param retiresAt when the key stops decrypting; empty for the newest key
 */
public record KeyEntry(
        PrincipalName principal,
        PrincipalType kind,
        int version,
        String encryption,
        Instant createdAt,
        Optional<Instant> retiresAt) {}
