package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.pki.CertificateState.Revoked;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The server's identity, once the authority has given it one, and what became of it since. Safe for many threads. */
public final class Registration {
    private volatile Standing standing = new Standing(Optional.empty(), Optional.empty(), Optional.empty());

    /** All of it at one moment. */
    private record Standing(Optional<ServerIdentity> current, Optional<Former> former, Optional<Revoked> revocation) {}

    /** @param until the last instant at which what was sealed to it is opened */
    private record Former(ServerIdentity identity, Instant until) {}

    /** From now on the server is this, and nothing else. */
    public void complete(ServerIdentity newIdentity) {
        standing = new Standing(Optional.of(newIdentity), Optional.empty(), Optional.empty());
    }

    /**
     * From now on the server is this, and for a while opens what clients sealed to its former key: they may have seen that one
     * just before.
     */
    public void renew(ServerIdentity newIdentity, Instant formerUntil) {
        // A key that was revoked is never used again.
        Optional<Former> former = standing.revocation.isPresent()
                ? Optional.empty()
                : standing.current.map(identity -> new Former(identity, formerUntil));
        standing = new Standing(Optional.of(newIdentity), former, Optional.empty());
    }

    /** The certificate was revoked: the server shows it to nobody any more. */
    public void revoke(Revoked revocation) {
        standing = new Standing(standing.current, Optional.empty(), Optional.of(revocation));
    }

    public Optional<ServerIdentity> current() {
        return standing.current;
    }

    public Optional<Revoked> revocation() {
        return standing.revocation;
    }

    /** Whether clients can register now. */
    public boolean isGoodAt(Instant now) {
        Standing seen = standing;
        return seen.revocation.isEmpty()
                && seen.current
                        .filter(identity -> !now.isAfter(identity.until()))
                        .isPresent();
    }

    /**
     * What the server shows, as long as it is valid: see {@link ServerIdentity#requireValid}.
     *
     * @throws Refusal CERTIFICATE_REVOKED, or NOT_REGISTERED as long as there is no certificate
     */
    public ServerIdentity require() throws Refusal {
        return require(standing);
    }

    private static ServerIdentity require(Standing seen) throws Refusal {
        if (seen.revocation.isPresent()) {
            Revoked revoked = seen.revocation.get();
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_REVOKED,
                    "this server's certificate was revoked at " + revoked.at() + ", "
                            + revoked.reason().rfcName());
        }
        return seen.current.orElseThrow(
                () -> new Refusal(ErrorCode.HP_ERR_NOT_REGISTERED, "this server is still waiting for its certificate"));
    }

    /**
     * What the server opens with, the newest first.
     *
     * @throws Refusal as {@link #require}
     */
    public List<ServerIdentity> openers(Instant now) throws Refusal {
        Standing seen = standing;
        return Stream.concat(
                        Stream.of(require(seen)),
                        seen.former.filter(former -> !now.isAfter(former.until)).map(Former::identity).stream())
                .toList();
    }
}
