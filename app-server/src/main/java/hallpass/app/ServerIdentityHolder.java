package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The server's current identity, the previous one while it is still in use, and the revocation of
 * the current certificate. Thread-safe.
 */
public final class ServerIdentityHolder {
    private volatile IdentitySnapshot snapshot =
            new IdentitySnapshot(Optional.empty(), Optional.empty(), Optional.empty());

    private record IdentitySnapshot(
            Optional<ServerIdentity> current, Optional<PreviousIdentity> previous, Optional<Revoked> revocation) {}

    /** @param until last instant at which the server decrypts with this identity */
    private record PreviousIdentity(ServerIdentity identity, Instant until) {}

    /** Replaces everything by one identity. */
    public void set(ServerIdentity newIdentity) {
        snapshot = new IdentitySnapshot(Optional.of(newIdentity), Optional.empty(), Optional.empty());
    }

    /**
     * Replaces the identity. Until {@code previousUntil} the server still decrypts with the
     * previous key, because clients may have received the old certificate just before.
     */
    public void renew(ServerIdentity newIdentity, Instant previousUntil) {
        // The key of a revoked certificate is never used again.
        Optional<PreviousIdentity> previous = snapshot.revocation.isPresent()
                ? Optional.empty()
                : snapshot.current.map(identity -> new PreviousIdentity(identity, previousUntil));
        snapshot = new IdentitySnapshot(Optional.of(newIdentity), previous, Optional.empty());
    }

    /** Marks the current certificate as revoked, so that the server stops using it. */
    public void revoke(Revoked revocation) {
        snapshot = new IdentitySnapshot(snapshot.current, Optional.empty(), Optional.of(revocation));
    }

    public Optional<ServerIdentity> current() {
        return snapshot.current;
    }

    public Optional<Revoked> revocation() {
        return snapshot.revocation;
    }

    /** Whether clients can register now. */
    public boolean isUsableAt(Instant now) {
        IdentitySnapshot state = snapshot;
        return state.revocation.isEmpty()
                && state.current
                        .filter(identity -> !now.isAfter(identity.notAfter()))
                        .isPresent();
    }

    /**
     * The current identity; it may have expired, see {@link ServerIdentity#requireValid}.
     *
     * @throws Refusal CERTIFICATE_REVOKED, or NOT_REGISTERED while there is no certificate
     */
    public ServerIdentity require() throws Refusal {
        return require(snapshot);
    }

    private static ServerIdentity require(IdentitySnapshot state) throws Refusal {
        if (state.revocation.isPresent()) {
            Revoked revoked = state.revocation.get();
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_REVOKED,
                    "this server's certificate was revoked at " + revoked.revokedAt() + ", "
                            + revoked.reason().rfcName());
        }
        return state.current.orElseThrow(
                () -> new Refusal(ErrorCode.HP_ERR_NOT_REGISTERED, "this server is still waiting for its certificate"));
    }

    /**
     * The identities with which the server decrypts, the current one first.
     *
     * @throws Refusal those of {@link #require()}
     */
    public List<ServerIdentity> decryptionIdentities(Instant now) throws Refusal {
        IdentitySnapshot state = snapshot;
        return Stream.concat(
                        Stream.of(require(state)),
                        state
                                .previous
                                .filter(previous -> !now.isAfter(previous.until))
                                .map(PreviousIdentity::identity)
                                .stream())
                .toList();
    }
}
