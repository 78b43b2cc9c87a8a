package hallpass.attack.catalogue;

import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Doors;
import hallpass.attack.FalseAuthority;
import hallpass.attack.FalseDoor;
import hallpass.attack.Outcome;
import hallpass.attack.Stage;
import hallpass.message.CertificateRep;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.realm.PemFiles;
import hallpass.trace.Party;
import hallpass.wire.Bytes;
import java.util.List;
import java.util.Set;

/** The certificate is the server's, and the key beside it is not. */
public final class C1SwappedKey implements Attack {
    @Override
    public Card card() {
        return new Card(
                "C1",
                "key swapped beside a certificate",
                "P4 brings the server's public key twice: by itself, and in the certificate. The client checks the "
                        + "certificate, finds it good, and speaks to the key that stands beside it. The attacker leaves "
                        + "the certificate as it is, and puts a key of their own there.",
                List.of("to stand between the client and the server"),
                List.of("RFC 5280, section 6.1: what a valid path says is the key of its last certificate"),
                Set.of(Guard.CERTIFIED_KEY, Guard.TRANSCRIPT));
    }

    @Override
    public Set<Party> servers() {
        return Doors.CERTIFICATES;
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        ServerIdentity own = FalseAuthority.of(stage).certify(stage);
        Bytes genuine =
                Certificates.encode(PemFiles.certificate(stage.lab().folder().serverCertificate()));
        stage.tale().step("The attacker replaces PK_s in P4 by a key of their own, beside the genuine certificate.");
        stage.tale().say("Then they open P5 with it, and answer P6 and P8 as they like.");
        FalseDoor door =
                new FalseDoor(at -> new CertificateRep(RsaKeys.encode(own.publicKey()), genuine, at.now()), own, stage);
        return door.tryOnVictim(stage);
    }
}
