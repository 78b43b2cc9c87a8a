package hallpass.store;

import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import java.time.Instant;
import java.util.Optional;

/**
 * What a list of principals shows of one.
 *
 * @param keyVersion of its newest key
 * @param encryption the name of that key's encryption type
 * @param keyCreatedAt when that key was made
 */
public record PrincipalEntry(
        PrincipalName name,
        PrincipalType kind,
        Instant createdAt,
        Optional<Instant> removedAt,
        int keyVersion,
        String encryption,
        Instant keyCreatedAt) {}
