package hallpass.store;

import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import java.time.Instant;
import java.util.Optional;

/**
 * A principal and its newest key, without the key itself.
 *
 * @param encryption the name of the encryption type
 */
public record PrincipalEntry(
        PrincipalName name,
        PrincipalType kind,
        Instant createdAt,
        Optional<Instant> removedAt,
        int keyVersion,
        String encryption,
        Instant keyCreatedAt) {}
