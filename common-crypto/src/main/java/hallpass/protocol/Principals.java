package hallpass.protocol;

import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.TicketPart;
import hallpass.protocol.Principal.PrincipalType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The principal database of a realm, as the KDC uses it. */
public interface Principals {
    /** The principal with its newest key. Removed principals are included. */
    Optional<Principal> find(PrincipalName name);

    /**
     * Replaces a user's key. The change is durable when this method returns; the old key is
     * deleted.
     *
     * @param expected the key version to replace
     * @param now the creation time of the new key
     * @return the new version; empty if the current version differs from the expected one
     */
    OptionalInt replaceKey(
            PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey, Instant now);

    /**
     * The keys of a principal that are not retired at {@code now}, newest first; empty if unknown.
     */
    default List<Principal.VersionedKey> keysOf(PrincipalName name, Instant now) {
        return find(name).map(principal -> List.of(principal.key())).orElse(List.of());
    }

    /** The decryption keys of a service. */
    default KeyRing keyRing(Principal service, String label, Instant now) {
        return new KeyRing() {
            @Override
            public SymmetricKey newest() {
                return service.labelledKey(label);
            }

            @Override
            public List<SymmetricKey> others() {
                // Includes a newer key that was added after the service was looked up.
                return keysOf(service.name(), now).stream()
                        .filter(key -> key.version() != service.key().version())
                        .map(key -> key.labelled(label, service.name()))
                        .toList();
            }
        };
    }

    /**
     * Finds an active user.
     *
     * @throws Refusal C_PRINCIPAL_UNKNOWN or CLIENT_REVOKED
     */
    default Principal client(PrincipalName name) throws Refusal {
        Principal client = find(name)
                .filter(principal -> principal.type() == PrincipalType.USER)
                .orElseThrow(() -> new Refusal(ErrorCode.KDC_ERR_C_PRINCIPAL_UNKNOWN, "no user " + name));
        if (client.removed()) {
            throw new Refusal(ErrorCode.KDC_ERR_CLIENT_REVOKED, "the account of " + name + " was removed");
        }
        return client;
    }

    /**
     * Finds the user that a ticket was issued to, if the account is still the same.
     *
     * <p>An account from the future was created before a clock was corrected. Its true age is
     * unknown, and no later ticket could satisfy the rule.
     *
     * @param latestCreation the latest time that a clock within the allowed skew can have recorded
     * @throws Refusal C_PRINCIPAL_UNKNOWN, CLIENT_REVOKED, or TGT_REVOKED if the account was
     *     created after the ticket was issued
     */
    default Principal clientOf(TicketPart ticket, Instant latestCreation) throws Refusal {
        Principal client = client(ticket.client());
        if (client.createdAt().isAfter(ticket.issuedAt()) && !client.createdAt().isAfter(latestCreation)) {
            throw new Refusal(
                    ErrorCode.KDC_ERR_TGT_REVOKED,
                    "the account of " + client.name() + " was created at " + client.createdAt()
                            + ", after the ticket was issued");
        }
        return client;
    }

    /**
     * Finds an active service.
     *
     * @throws Refusal S_PRINCIPAL_UNKNOWN
     */
    default Principal service(PrincipalName name) throws Refusal {
        return find(name)
                .filter(principal -> principal.type() == PrincipalType.SERVICE && !principal.removed())
                .orElseThrow(() -> new Refusal(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, "no service " + name));
    }
}
