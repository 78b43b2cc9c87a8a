package hallpass.pki;

import hallpass.protocol.Guard;
import hallpass.protocol.Profile;

/** The strategies that follow from a realm's guards where certificates are shown and believed. */
public record PkiProfile(Profile profile) {
    /** Which of the two keys in P4 a client speaks to. */
    public ServerKeyChoice serverKeyChoice() {
        return profile.has(Guard.CERTIFIED_KEY) ? ServerKeyChoice.CERTIFIED : ServerKeyChoice.UNCERTIFIED;
    }

    /** How a server shows, and a client sees, that both saw the same exchange. */
    public ServerProof serverProof() {
        return profile.has(Guard.TRANSCRIPT) ? ServerProof.SIGNED : ServerProof.NONE;
    }

    /**
     * @param validator that certifies clients
     * @param revocation asks it after their certificates
     */
    public ClientVerifier clientVerifier(CertificateValidator validator, ClientVerifier revocation) {
        if (!profile.has(Guard.CLIENT_CERTIFICATE)) {
            return ClientVerifier.NONE;
        }
        ClientVerifier certified = ClientVerifier.certified(validator);
        return profile.has(Guard.REVOCATION) ? certified.and(revocation) : certified;
    }

    /** @param configured the authority that the client was given beforehand */
    public TrustAnchorChoice trustAnchorChoice(CertificateValidator configured) {
        return profile.has(Guard.PINNED_ANCHOR)
                ? TrustAnchorChoice.pinned(configured)
                : TrustAnchorChoice.receivedOr(configured);
    }
}
