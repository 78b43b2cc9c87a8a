package hallpass.store;

import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import java.time.Instant;
import java.util.Optional;

/**
 * What a list of keys shows of one.
 *
 * @param principal whose key it is
 * @param encryption the name of its encryption type
 * @param retiresAt from when on it opens nothing; none for the newest of its principal
 */
public record KeyEntry(
        PrincipalName principal,
        PrincipalType kind,
        int version,
        String encryption,
        Instant createdAt,
        Optional<Instant> retiresAt) {}
