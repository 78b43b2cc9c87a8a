package hallpass.attack.catalogue;

import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.RogueAuthority;
import hallpass.attack.RogueServer;
import hallpass.attack.ServerGroups;
import hallpass.config.PemFiles;
import hallpass.message.Party;
import hallpass.message.ServerCertificateRep;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.wire.Bytes;
import java.util.List;
import java.util.Set;

/** Sends the server's certificate together with the attacker's public key. */
public final class C1SwappedKey implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C1",
                "key swapped beside a certificate",
                "P4 carries the server's public key twice: alone, and in the certificate. The client "
                        + "validates the certificate and then uses the key beside it. The attacker leaves the "
                        + "certificate unchanged and replaces the other copy with their own key.",
                List.of("be between the client and the server"),
                List.of("RFC 5280, section 6.1: the result of path validation is the key of the last certificate"),
                Defences.of(Guard.CERTIFIED_KEY, "1026 client")
                        .and(Guard.TRANSCRIPT, "1034 client")
                        .hardened("1026 client"));
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        ServerIdentity own = RogueAuthority.of(context).certify(context);
        Bytes genuine = Certificates.encode(
                PemFiles.readCertificate(context.lab().folder().serverCertificate()));
        narration.step("The attacker replaces PK_s in P4 with their own key and keeps the genuine certificate.");
        narration.paragraph("They can then decrypt P5, and answer with any P6 and P8.");
        RogueServer rogueServer = new RogueServer(
                exchangeContext ->
                        new ServerCertificateRep(RsaKeys.encode(own.publicKey()), genuine, exchangeContext.now()),
                own,
                context);
        return rogueServer.attackVictim(context);
    }
}
