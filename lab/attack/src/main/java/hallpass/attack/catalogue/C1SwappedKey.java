package hallpass.attack.catalogue;

import hallpass.app.ServerIdentity;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Outcome;
import hallpass.attack.RogueAuthority;
import hallpass.attack.RogueServer;
import hallpass.attack.ServerGroups;
import hallpass.config.PemFiles;
import hallpass.message.CertificateRep;
import hallpass.message.Party;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import hallpass.wire.Bytes;
import java.util.List;
import java.util.Set;

/** The certificate is the server's, and the key beside it is not. */
public final class C1SwappedKey implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C1",
                "key swapped beside a certificate",
                "P4 brings the server's public key twice: by itself, and in the certificate. The client checks the "
                        + "certificate, finds it good, and speaks to the key that stands beside it. The attacker leaves "
                        + "the certificate as it is, and puts a key of their own there.",
                List.of("to stand between the client and the server"),
                List.of("RFC 5280, section 6.1: what a valid path says is the key of its last certificate"),
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
        ServerIdentity own = RogueAuthority.of(context).certify(context);
        Bytes genuine = Certificates.encode(
                PemFiles.readCertificate(context.lab().folder().serverCertificate()));
        context
                .narration()
                .step("The attacker replaces PK_s in P4 by a key of their own, beside the genuine certificate.");
        context.narration().paragraph("Then they open P5 with it, and answer P6 and P8 as they like.");
        RogueServer rogueServer = new RogueServer(
                exchangeContext -> new CertificateRep(RsaKeys.encode(own.publicKey()), genuine, exchangeContext.now()),
                own,
                context);
        return rogueServer.attackVictim(context);
    }
}
