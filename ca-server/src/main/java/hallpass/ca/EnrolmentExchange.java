package hallpass.ca;

import hallpass.ca.SubjectKeys.SubjectKey;
import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.IssuedCertificate;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateName;
import hallpass.pki.Certificates;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.Binding;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.function.Supplier;

/** Certifies a server's key: P1 in, P2 out. Whom it believes, and who made the key, is told to it. */
public final class EnrolmentExchange {
    private final CertificateAuthority authority;
    private final Seals seals;
    private final SubjectKeys keys;
    private final Randomness randomness;
    private final EnrolmentPolicy policy;
    private final Ledger ledger;

    /** Where what nobody can foretell comes from: key pairs, and the rest. */
    public record Sources(SubjectKeys keys, Randomness randomness) {
        /** With an authority that makes the key pairs itself. */
        public Sources(KeyPairSource keyPairs, Randomness randomness) {
            this(SubjectKeys.made(keyPairs), randomness);
        }
    }

    public EnrolmentExchange(
            CertificateAuthority authority, Seals seals, Sources sources, EnrolmentPolicy policy, Ledger ledger) {
        this.authority = authority;
        this.seals = seals;
        this.keys = sources.keys();
        this.randomness = sources.randomness();
        this.policy = policy;
        this.ledger = ledger;
    }

    /**
     * Write-ahead: the serial number is in the ledger before anything is signed with it, and the certificate before it
     * leaves. Wherever this is cut short, whatever was signed can be revoked.
     *
     * @throws Refusal BAD_INTEGRITY, MODIFIED, SKEW, NAME_NOT_ALLOWED or REPEAT; CERTIFICATE_REQUEST or ENROLMENT_TOKEN where
     *     these are asked for; CERTIFICATE_EXPIRED if the authority's own has; CERTIFICATE_REVOKED if the serial number was revoked before the certificate could leave
     */
    public ServerRegistrationRep answer(ServerRegistrationReq request, Occasion at) throws Refusal {
        ServerRegistration registration = seals.open(
                ServerRegistration.PART, request.registration(), authority.privateKey(), "SK_ca", at.trace());
        at.about(Fact.SERVER, registration.server());
        policy.skew().check(registration.sentAt(), at);
        checkName(registration.server());
        checkAuthority(at);

        Supplier<SubjectKey> keySource = keys.of(request, registration, at);
        policy.admission().check(registration, at);

        Reserved reserved = reserve(registration, request.registration().ciphertext(), at);
        SubjectKey key = keySource.get();
        X509Certificate certificate = issue(registration.server(), key.publicKey(), reserved, at);
        // Last of all: whoever is told that something could not be reached still has a token that is good.
        SecretBytes nextToken = policy.admission().admit(registration, at);
        IssuedCertificate issued = new IssuedCertificate(
                RsaKeys.encode(key.publicKey()),
                key.privateKey(),
                Certificates.encode(certificate),
                registration.server(),
                at.now(),
                nextToken);
        return new ServerRegistrationRep(seals.seal(
                IssuedCertificate.PART, issued, registration.temporaryKey(), Binding.replyTo(request), at.trace()));
    }

    private void checkName(PrincipalName server) throws Refusal {
        if (!CertificateName.isAllowed(server)) {
            throw new Refusal(ErrorCode.HP_ERR_NAME_NOT_ALLOWED, "no certificate can carry the name " + server);
        }
        // Issuer and subject of one name would make a server's certificate look like the authority's.
        if (server.equals(authority.name())) {
            throw new Refusal(ErrorCode.HP_ERR_NAME_NOT_ALLOWED, server + " is the authority's own name");
        }
    }

    private void checkAuthority(Occasion at) throws Refusal {
        Instant ends = authority.certificate().getNotAfter().toInstant();
        if (at.now().isAfter(ends)) {
            throw new Refusal(ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, "the authority's own certificate ended at " + ends);
        }
    }

    /** A serial number that the ledger keeps for one certificate. */
    private record Reserved(BigInteger serial, Validity validity) {}

    /** That a registration was accepted and the number that it leads to are durable together. */
    private Reserved reserve(ServerRegistration registration, Bytes sealed, Occasion at) throws Refusal {
        Validity validity = authority.limited(Validity.starting(
                at.now(), policy.certificateLifetime(), policy.skew().allowed()));
        Reserved reserved = new Reserved(CertificateAuthority.newSerial(randomness), validity);
        boolean taken = policy.replays()
                .once(
                        sealed,
                        policy.skew().lastUse(registration.sentAt()),
                        () -> ledger.reserve(reserved.serial, registration.server(), validity, at.now()));
        if (!taken) {
            throw new IllegalStateException("a serial came twice, which 127 random bits do not: check the randomness");
        }
        at.about(Fact.SERIAL, Certificates.shown(reserved.serial));
        at.done(Deed.SERIAL_RESERVED, "number " + Certificates.shown(reserved.serial));
        return reserved;
    }

    private X509Certificate issue(PrincipalName server, RSAPublicKey key, Reserved reserved, Occasion at)
            throws Refusal {
        X509Certificate certificate = authority.issue(server, key, reserved.validity, reserved.serial);
        at.done(Deed.CERTIFICATE_ISSUED, server + ", by " + authority.name());
        if (!ledger.complete(certificate)) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_REVOKED,
                    "number " + Certificates.shown(reserved.serial) + " was revoked before it left");
        }
        at.done(Deed.CERTIFICATE_STORED, "number " + Certificates.shown(reserved.serial));
        return certificate;
    }
}
