package hallpass.pki;

import hallpass.protocol.Guard;
import hallpass.protocol.Profile;

/** The PKI strategies that follow from a realm's guards. */
public record PkiProfile(Profile profile) {
    /** The server key that a client uses, of the two in P4. */
    public ServerKeyChoice serverKeyChoice() {
        return profile.has(Guard.CERTIFIED_KEY) ? ServerKeyChoice.CERTIFIED : ServerKeyChoice.UNCERTIFIED;
    }

    /** How a server proves that it took part in the exchange. */
    public ServerProof serverProof() {
        return profile.has(Guard.TRANSCRIPT) ? ServerProof.SIGNED : ServerProof.NONE;
    }

    /**
     * @param validator for client certificates
     * @param revocation checks the revocation status of client certificates
     */
    public ClientVerifier clientVerifier(CertificateValidator validator, ClientVerifier revocation) {
        if (!profile.has(Guard.CLIENT_CERTIFICATE)) {
            return ClientVerifier.NONE;
        }
        ClientVerifier certified = ClientVerifier.certified(validator);
        return profile.has(Guard.REVOCATION) ? certified.and(revocation) : certified;
    }

    /** @param configured the validator for the CA that the client was configured with */
    public TrustAnchorChoice trustAnchorChoice(CertificateValidator configured) {
        return profile.has(Guard.PINNED_ANCHOR)
                ? TrustAnchorChoice.pinned(configured)
                : TrustAnchorChoice.receivedOr(configured);
    }
}
