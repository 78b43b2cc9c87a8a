package hallpass.ca;

import hallpass.ca.SubjectKeyStrategy.SubjectKey;
import hallpass.crypto.Randomness;
import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateName;
import hallpass.pki.Certificates;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Enrolment exchange: answers P1 with a certificate for the server's key, P2. Strategies decide
 * which requests are authorised and which key is certified.
 */
public final class EnrolmentExchange {
    private final CertificateAuthority authority;
    private final Sealer sealer;
    private final SubjectKeyStrategy keyStrategy;
    private final Randomness randomness;
    private final EnrolmentPolicy policy;
    private final IssuanceLedger ledger;

    /** Sources of the subject's key and of randomness. */
    public record KeyMaterialSources(SubjectKeyStrategy keyStrategy, Randomness randomness) {
        /** For an authority that generates the key pairs. */
        public KeyMaterialSources(KeyPairSource keyPairs, Randomness randomness) {
            this(SubjectKeyStrategy.generated(keyPairs), randomness);
        }
    }

    public EnrolmentExchange(
            CertificateAuthority authority,
            Sealer sealer,
            KeyMaterialSources sources,
            EnrolmentPolicy policy,
            IssuanceLedger ledger) {
        this.authority = authority;
        this.sealer = sealer;
        this.keyStrategy = sources.keyStrategy();
        this.randomness = sources.randomness();
        this.policy = policy;
        this.ledger = ledger;
    }

    /**
     * Writes ahead: the ledger has the serial number before the certificate is signed, and the
     * certificate before it is sent. After a crash at any point, every signed certificate can be
     * revoked.
     *
     * @throws Refusal BAD_INTEGRITY, MODIFIED, SKEW, NAME_NOT_ALLOWED or REPEAT;
     *     CERTIFICATE_REQUEST or ENROLMENT_TOKEN with the guards that require them;
     *     CERTIFICATE_EXPIRED if the authority's own certificate has expired; CERTIFICATE_REVOKED
     *     if the serial number was revoked before the certificate was sent
     */
    public ServerRegistrationRep answer(ServerRegistrationReq request, ExchangeContext context) throws Refusal {
        ServerRegistrationReqPart registration = sealer.open(
                ServerRegistrationReqPart.PART,
                request.registration(),
                authority.privateKey(),
                "SK_ca",
                context.trace());
        context.recordField(AuditField.SERVER, registration.server());
        policy.skew().check(registration.sentAt(), context);
        checkName(registration.server());
        checkAuthorityValidity(context);

        Supplier<SubjectKey> keySource = keyStrategy.prepare(request, registration, context);
        policy.authorization().check(registration, context);

        ReservedSerial reserved =
                reserveSerial(registration, request.registration().ciphertext(), context);
        SubjectKey key = keySource.get();
        X509Certificate certificate = issue(registration.server(), key.publicKey(), reserved, context);
        // Last: after a failure further up, the server can try again with the same token.
        SecretBytes nextToken = policy.authorization().redeem(registration, context);
        ServerRegistrationRepPart issued = new ServerRegistrationRepPart(
                RsaKeys.encode(key.publicKey()),
                key.privateKey(),
                Certificates.encode(certificate),
                registration.server(),
                context.now(),
                nextToken);
        return new ServerRegistrationRep(sealer.seal(
                ServerRegistrationRepPart.PART,
                issued,
                registration.temporaryKey(),
                AssociatedData.ofReplyTo(request),
                context.trace()));
    }

    private void checkName(PrincipalName server) throws Refusal {
        if (!CertificateName.isAllowed(server)) {
            throw new Refusal(ErrorCode.HP_ERR_NAME_NOT_ALLOWED, "no certificate can carry the name " + server);
        }
        // With equal issuer and subject, the certificate would look like the authority's own.
        if (server.equals(authority.name())) {
            throw new Refusal(ErrorCode.HP_ERR_NAME_NOT_ALLOWED, server + " is the authority's own name");
        }
    }

    private void checkAuthorityValidity(ExchangeContext context) throws Refusal {
        Instant expiry = authority.certificate().getNotAfter().toInstant();
        if (context.now().isAfter(expiry)) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_EXPIRED, "the authority's own certificate expired at " + expiry);
        }
    }

    /** A serial number that the ledger reserves for one certificate. */
    private record ReservedSerial(BigInteger serial, Validity validity) {}

    /** One transaction stores the replay record of the request and the serial number. */
    private ReservedSerial reserveSerial(ServerRegistrationReqPart registration, Bytes sealed, ExchangeContext context)
            throws Refusal {
        Validity validity = authority.limitValidity(Validity.starting(
                context.now(), policy.certificateLifetime(), policy.skew().allowed()));
        ReservedSerial reserved = new ReservedSerial(CertificateAuthority.newSerial(randomness), validity);
        boolean taken = policy.replays()
                .runOnce(
                        sealed,
                        policy.skew().latestAcceptance(registration.sentAt()),
                        () -> ledger.reserve(reserved.serial, registration.server(), validity, context.now()));
        if (!taken) {
            throw new IllegalStateException(
                    "a serial number of 127 random bits was generated twice: check the source of randomness");
        }
        context.recordField(AuditField.SERIAL, Certificates.formatSerial(reserved.serial));
        context.recordAction(Action.SERIAL_RESERVED, "number " + Certificates.formatSerial(reserved.serial));
        return reserved;
    }

    private X509Certificate issue(
            PrincipalName server, RSAPublicKey key, ReservedSerial reserved, ExchangeContext context) throws Refusal {
        X509Certificate certificate = authority.issueServerCertificate(server, key, reserved.validity, reserved.serial);
        context.recordAction(Action.CERTIFICATE_ISSUED, server + ", by " + authority.name());
        if (!ledger.complete(certificate)) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_REVOKED,
                    "serial number " + Certificates.formatSerial(reserved.serial) + " was revoked before it was sent");
        }
        context.recordAction(Action.CERTIFICATE_STORED, "serial number " + Certificates.formatSerial(reserved.serial));
        return certificate;
    }
}
