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
import hallpass.message.Party;
import hallpass.message.ServerCertificateRep;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Set;

/** Certifies the attacker with a self-made authority that has the real authority's name. */
public final class C2RogueAuthority implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C2",
                "rogue authority",
                "A certificate is worth as much as its authority, and a client that takes the "
                        + "authority's certificate from the same message trusts whatever the attacker sends. A "
                        + "rogue authority with the right name and a self-signed certificate is made in a "
                        + "tenth of a second, and certifies the attacker as the server.",
                List.of("be between the client and the server"),
                List.of("RFC 5280, section 6.1.1 (d): the trust anchor is an input"),
                Defences.of(Guard.PINNED_ANCHOR, "1021 client")
                        .and(Guard.REVOCATION, "1029 client")
                        .hardened("1021 client"));
    }

    @Override
    public List<String> remarks() {
        return List.of("revocation stops this variant, because the genuine authority answers the revocation "
                + "request. An attacker who also impersonates the authority passes.");
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        RogueAuthority authority = RogueAuthority.of(context);
        ServerIdentity own = authority.certify(context);
        narration.step("The attacker makes an authority named "
                + context.config().authorityName() + " and certifies their own key as "
                + context.config().serverName() + ".");
        narration.step("They answer P3 with this certificate and add the rogue authority's certificate.");
        RogueServer rogueServer = new RogueServer(
                exchangeContext -> new ServerCertificateRep(
                        RsaKeys.encode(own.publicKey()),
                        own.certificate(),
                        exchangeContext.now(),
                        authority.certificate()),
                own,
                context);
        return rogueServer.attackVictim(context);
    }
}
