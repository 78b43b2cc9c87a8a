package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The server's identity, once the authority has given it one, and what became of it since. Safe for many threads. */
public final class ServerIdentityHolder {
    private volatile IdentitySnapshot snapshot =
            new IdentitySnapshot(Optional.empty(), Optional.empty(), Optional.empty());

    /** All of it at one moment. */
    private record IdentitySnapshot(
            Optional<ServerIdentity> current, Optional<PreviousIdentity> previous, Optional<Revoked> revocation) {}

    /** @param until the last instant at which what was sealed to it is opened */
    private record PreviousIdentity(ServerIdentity identity, Instant until) {}

    /** From now on the server is this, and nothing else. */
    public void set(ServerIdentity newIdentity) {
        snapshot = new IdentitySnapshot(Optional.of(newIdentity), Optional.empty(), Optional.empty());
    }

    /**
     * From now on the server is this, and for a while opens what clients sealed to its former key: they may have seen that one
     * just before.
     */
    public void renew(ServerIdentity newIdentity, Instant previousUntil) {
        // A key that was revoked is never used again.
        Optional<PreviousIdentity> previous = snapshot.revocation.isPresent()
                ? Optional.empty()
                : snapshot.current.map(identity -> new PreviousIdentity(identity, previousUntil));
        snapshot = new IdentitySnapshot(Optional.of(newIdentity), previous, Optional.empty());
    }

    /** The certificate was revoked: the server shows it to nobody any more. */
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
     * What the server shows, as long as it is valid: see {@link ServerIdentity#requireValid}.
     *
     * @throws Refusal CERTIFICATE_REVOKED, or NOT_REGISTERED as long as there is no certificate
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
     * What the server opens with, the newest first.
     *
     * @throws Refusal as {@link #require}
     */
    public List<ServerIdentity> decryptionIdentities(Instant now) throws Refusal {
        IdentitySnapshot state = snapshot;
        return Stream.concat(
                        Stream.of(require(state)),
                        state
                                .previous
                                .filter(former -> !now.isAfter(former.until))
                                .map(PreviousIdentity::identity)
                                .stream())
                .toList();
    }
}
