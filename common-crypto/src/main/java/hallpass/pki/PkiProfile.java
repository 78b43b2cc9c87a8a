package hallpass.pki;

import hallpass.protocol.Guard;
import hallpass.protocol.Profile;

/** The strategies that follow from a realm's guards where certificates are shown and believed. */
public record PkiProfile(Profile profile) {
    /** Which of the two keys in P4 a client speaks to. */
    public ServerKeyChoice serverKey() {
        return profile.has(Guard.CERTIFIED_KEY) ? ServerKeyChoice.CERTIFIED : ServerKeyChoice.BESIDE;
    }

    /** How a server shows, and a client sees, that both saw the same exchange. */
    public ServerProof serverProof() {
        return profile.has(Guard.TRANSCRIPT) ? ServerProof.SIGNED : ServerProof.NONE;
    }

    /**
     * @param authority that certifies clients
     * @param revocation asks it after their certificates
     */
    public ClientCheck clientCheck(CertificateCheck authority, ClientCheck revocation) {
        if (!profile.has(Guard.CLIENT_CERTIFICATE)) {
            return ClientCheck.ANYBODY;
        }
        ClientCheck certified = ClientCheck.certified(authority);
        return profile.has(Guard.REVOCATION) ? certified.and(revocation) : certified;
    }

    /** @param own the authority that the client was given beforehand */
    public TrustAnchor anchor(CertificateCheck own) {
        return profile.has(Guard.PINNED_ANCHOR) ? TrustAnchor.pinned(own) : TrustAnchor.sentAlongOr(own);
    }
}
