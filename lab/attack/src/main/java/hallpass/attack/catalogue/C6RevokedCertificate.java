package hallpass.attack.catalogue;

import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.RogueServer;
import hallpass.attack.ServerGroups;
import hallpass.config.PemFiles;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import java.util.List;
import java.util.Set;

/** Uses a stolen server key whose certificate is revoked, against a client that does not check. */
public final class C6RevokedCertificate implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C6",
                "stale or revoked certificate",
                "A certificate is valid until its end date, even if its key is stolen. The authority "
                        + "revokes the certificate and the server gets a new one, but a client that does not "
                        + "check revocation still accepts the old certificate from anyone who has its key.",
                List.of("read the server's private key once", "be between the client and the server"),
                List.of("RFC 5280, section 6.3", "RFC 6960"),
                Defences.of(Guard.REVOCATION, "1027 client").hardened("1027 client"));
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public boolean needsOwnRealm() {
        return true;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        narration.step("The attacker copies the server's key and certificate, app.key and app.crt.");
        RealmFolder folder = context.lab().folder();
        CertificateValidator authority = PemFiles.readTrustedValidator(folder.authorityCertificate(Party.APP));
        ServerIdentity stolen = ServerIdentity.verified(
                context.config().serverName(),
                Certificates.encode(PemFiles.readCertificate(folder.serverCertificate())),
                RsaKeys.encode(PemFiles.readPrivateKey(folder.serverKey())),
                authority,
                context.exchangeContext());

        narration.step("The theft is noticed. The authority revokes the certificate with the reason keyCompromise.");
        try (CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            ledger.revoke(
                    CertificateLedger.formatSerial(stolen.serial()),
                    RevocationReason.KEY_COMPROMISE,
                    context.exchangeContext().now());
        }
        narration.step("The attacker answers P3 in the server's place, with the old certificate and the current time.");
        return RogueServer.of(stolen, context).attackVictim(context);
    }
}
