package hallpass.app;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.ErrorCode;
import hallpass.message.IssuedCertificate;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.CertificateCheck;
import hallpass.pki.ServerKeyChoice;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;

/** How the server gets its identity from the authority, from the asking side: P1 out, P2 in. */
public final class Enrolment {
    private final PrincipalName self;
    private final CertificateCheck authority;
    private final ClockSkew skew;
    private final Seals seals;
    private final Randomness randomness;

    /** A request, and the key that only its answer is sealed with. */
    public record Asked(ServerRegistrationReq request, SymmetricKey temporaryKey) {}

    /** @param self a name that a certificate can carry */
    public Enrolment(
            PrincipalName self, CertificateCheck authority, ClockSkew skew, Seals seals, Randomness randomness) {
        this.self = self;
        this.authority = authority;
        this.skew = skew;
        this.seals = seals;
        this.randomness = randomness;
    }

    /** P1, under a temporary key of its own each time: an answer to another request does not open. */
    public Asked ask(Occasion at) {
        SymmetricKey temporaryKey = seals.newKey("K_tmp1", randomness);
        at.done(Deed.TEMPORARY_KEY_MADE, temporaryKey.label());
        ServerRegistration registration = new ServerRegistration(temporaryKey, self, at.now());
        return new Asked(
                new ServerRegistrationReq(seals.sealTo(
                        ServerRegistration.PART, registration, authority.authorityKey(), "PK_ca", at.trace())),
                temporaryKey);
    }

    /**
     * P2. What the authority made must fit together before this server shows it to anybody.
     *
     * @throws Refusal BAD_INTEGRITY, MODIFIED or SKEW; those of {@link ServerIdentity#checked}; CERTIFICATE_KEY if PK_s is
     *     not the certified key
     */
    public ServerIdentity accept(Asked asked, ServerRegistrationRep reply, Occasion at) throws Refusal {
        IssuedCertificate issued = seals.open(
                IssuedCertificate.PART,
                reply.issued(),
                asked.temporaryKey(),
                Binding.replyTo(asked.request()),
                at.trace());
        at.requireEqual(Comparison.REQUESTED_NAME, self, issued.server(), ErrorCode.KRB_AP_ERR_MODIFIED);
        skew.check(issued.sentAt(), at);
        ServerIdentity identity =
                ServerIdentity.checked(self, issued.certificate(), issued.privateKey(), authority, at);
        ServerKeyChoice.CERTIFIED.choose(identity.publicKey(), issued.publicKey(), at);
        return identity;
    }
}
