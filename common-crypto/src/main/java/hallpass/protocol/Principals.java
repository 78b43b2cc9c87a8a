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

/** The principals of a realm, as the KDC sees them. */
public interface Principals {
    /** The principal with its newest key; removed ones are found too. */
    Optional<Principal> find(PrincipalName name);

    /**
     * Replaces a user's key, durably before this returns. The old key is gone.
     *
     * @param expected the version to replace
     * @return the new version; empty, and nothing changed, if the version is no longer the expected one
     */
    OptionalInt replaceKey(PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey);

    /** The keys of a principal that are not retired at {@code now}, the newest first; none if there is no such principal. */
    default List<Principal.VersionedKey> keysOf(PrincipalName name, Instant now) {
        return find(name).map(principal -> List.of(principal.key())).orElse(List.of());
    }

    /** The keys of a service, to open what was sealed for it. */
    default KeyRing keyRing(Principal service, String label, Instant now) {
        return new KeyRing() {
            @Override
            public SymmetricKey newest() {
                return service.labelledKey(label);
            }

            @Override
            public List<SymmetricKey> others() {
                // One that is newer than the newest known came between: it is tried too.
                return keysOf(service.name(), now).stream()
                        .filter(key -> key.version() != service.key().version())
                        .map(key -> key.labelled(label, service.name()))
                        .toList();
            }
        };
    }

    /**
     * A user, to be served.
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
     * The user that a credential was issued to, if it is still the same account.
     *
     * @throws Refusal C_PRINCIPAL_UNKNOWN, CLIENT_REVOKED, or TGT_REVOKED if the account was made after the credential
     */
    default Principal clientOf(TicketPart ticket) throws Refusal {
        Principal client = client(ticket.client());
        if (client.createdAt().isAfter(ticket.issuedAt())) {
            throw new Refusal(
                    ErrorCode.KDC_ERR_TGT_REVOKED,
                    client.name() + " was made anew at " + client.createdAt() + ", after the ticket");
        }
        return client;
    }

    /**
     * A service, to issue tokens for or to be.
     *
     * @throws Refusal S_PRINCIPAL_UNKNOWN
     */
    default Principal service(PrincipalName name) throws Refusal {
        return find(name)
                .filter(principal -> principal.type() == PrincipalType.SERVICE && !principal.removed())
                .orElseThrow(() -> new Refusal(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, "no service " + name));
    }
}
