package hallpass.app;

import hallpass.crypto.Randomness;
import hallpass.crypto.RsaSealed;
import hallpass.crypto.SecretBytes;
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
    private final KeyOrigin keyOrigin;

    /** A request, the key that only its answer is sealed with, and whose key pair it is for. */
    public record Asked(ServerRegistrationReq request, SymmetricKey temporaryKey, KeyOrigin.Origin keys) {}

    /**
     * What the authority gave.
     *
     * @param nextToken to be shown the next time; empty where none is asked for
     */
    public record Enrolled(ServerIdentity identity, SecretBytes nextToken) {}

    /** With an authority that makes the key pair. */
    public Enrolment(
            PrincipalName self, CertificateCheck authority, ClockSkew skew, Seals seals, Randomness randomness) {
        this(self, authority, skew, seals, randomness, KeyOrigin.AUTHORITY);
    }

    /** @param self a name that a certificate can carry */
    public Enrolment(
            PrincipalName self,
            CertificateCheck authority,
            ClockSkew skew,
            Seals seals,
            Randomness randomness,
            KeyOrigin keyOrigin) {
        this.keyOrigin = keyOrigin;
        this.self = self;
        this.authority = authority;
        this.skew = skew;
        this.seals = seals;
        this.randomness = randomness;
    }

    /** P1 without a token. */
    public Asked ask(Occasion at) {
        return ask(SecretBytes.NONE, at);
    }

    /**
     * P1, under a temporary key of its own each time: an answer to another request does not open.
     *
     * @param token by which the authority knows this server; empty where it believes anybody
     */
    public Asked ask(SecretBytes token, Occasion at) {
        SymmetricKey temporaryKey = seals.newKey("K_tmp1", randomness);
        at.done(Deed.TEMPORARY_KEY_MADE, temporaryKey.label());
        KeyOrigin.Origin keys = keyOrigin.begin(self);
        ServerRegistration registration = new ServerRegistration(temporaryKey, self, at.now(), token, keys.hash());
        RsaSealed<ServerRegistration> toAuthority =
                seals.sealTo(ServerRegistration.PART, registration, authority.authorityKey(), "PK_ca", at.trace());
        return new Asked(new ServerRegistrationReq(toAuthority, keys.request()), temporaryKey, keys);
    }

    /**
     * P2. What the authority made must fit together before this server shows it to anybody.
     *
     * @throws Refusal BAD_INTEGRITY, MODIFIED or SKEW; those of {@link ServerIdentity#checked}; CERTIFICATE_KEY if PK_s is
     *     not the certified key
     */
    public Enrolled accept(Asked asked, ServerRegistrationRep reply, Occasion at) throws Refusal {
        IssuedCertificate issued = seals.open(
                IssuedCertificate.PART,
                reply.issued(),
                asked.temporaryKey(),
                Binding.replyTo(asked.request()),
                at.trace());
        at.requireEqual(Comparison.REQUESTED_NAME, self, issued.server(), ErrorCode.KRB_AP_ERR_MODIFIED);
        skew.check(issued.sentAt(), at);
        SecretBytes privateKey = asked.keys().privateKey().apply(issued);
        ServerIdentity identity = ServerIdentity.checked(self, issued.certificate(), privateKey, authority, at);
        ServerKeyChoice.CERTIFIED.choose(identity.publicKey(), issued.publicKey(), at);
        return new Enrolled(identity, issued.nextToken());
    }
}
