package hallpass.attack.catalogue;

import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Doors;
import hallpass.attack.FalseDoor;
import hallpass.attack.Outcome;
import hallpass.attack.Stage;
import hallpass.pki.CertificateCheck;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.store.CertificateLedger;
import hallpass.store.RealmStores;
import hallpass.trace.Party;
import java.util.List;
import java.util.Set;

/** A server's key was stolen and its certificate revoked, and the client does not ask. */
public final class C6RevokedCertificate implements Attack {
    @Override
    public Card card() {
        return new Card(
                "C6",
                "stale or revoked certificate",
                "A certificate is good until its last day, whatever becomes of its key. The server's key is stolen, the "
                        + "authority revokes the certificate, and the server has a new one; but a client that does not "
                        + "ask the authority believes the old one as before, shown by whoever has its key.",
                List.of("to read the server's private key once", "to stand between the client and the server"),
                List.of("RFC 5280, section 6.3", "RFC 6960"),
                Set.of(Guard.REVOCATION));
    }

    @Override
    public Set<Party> servers() {
        return Doors.CERTIFICATES;
    }

    @Override
    public boolean spoilsItsRealm() {
        return true;
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        stage.tale().step("The attacker copies the server's key and certificate, app.key and app.crt.");
        RealmFolder folder = stage.lab().folder();
        CertificateCheck authority = PemFiles.trusting(folder.authorityCertificate(Party.APP));
        ServerIdentity stolen = ServerIdentity.checked(
                stage.config().serverName(),
                Certificates.encode(PemFiles.certificate(folder.serverCertificate())),
                RsaKeys.encode(PemFiles.privateKey(folder.serverKey())),
                authority,
                stage.now());

        stage.tale().step("It is noticed: the authority revokes the certificate, with reason keyCompromise.");
        try (CertificateLedger ledger = RealmStores.of(folder).ledger()) {
            ledger.revoke(
                    CertificateLedger.serial(stolen.serial()),
                    RevocationReason.KEY_COMPROMISE,
                    stage.now().now());
        }
        stage.tale().step("The attacker answers P3 in the server's place, with the old certificate and today's time.");
        return FalseDoor.of(stolen, stage).tryOnVictim(stage);
    }
}
