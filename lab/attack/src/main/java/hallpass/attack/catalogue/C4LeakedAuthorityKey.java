package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.PkiUser;
import hallpass.attack.RecordedSession;
import hallpass.attack.SecretNote;
import hallpass.attack.ServerGroups;
import hallpass.message.ClientRegistrationReqPart;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.ServerRegistrationRep;
import hallpass.message.ServerRegistrationRepPart;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.pki.RsaKeys;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.Guard;
import hallpass.protocol.Sealer;
import hallpass.trace.Trace;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.List;
import java.util.Set;

/**
 * Decrypts recorded messages with the authority's stolen key, because the authority makes and sends
 * the servers' private keys.
 */
public final class C4LeakedAuthorityKey implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C4",
                "authority-made private key",
                "The authority makes the server's key pair, and P2 carries the private key. P2 is "
                        + "encrypted, but P1 carries its key, and the authority's private key decrypts P1. A "
                        + "signing key thus also decrypts, years later, everything that was ever sent to a "
                        + "server whose key pair the authority made.",
                List.of(
                        "record the server's registration and a client's",
                        "the authority's private key, at any later time"),
                List.of(
                        "RFC 2986: the subject of a certificate makes its own key pair",
                        "RFC 4211, section 4: proof of possession"),
                Defences.of(Guard.LOCAL_KEYS, "nothing").hardened("nothing"));
    }

    @Override
    public List<String> remarks() {
        return List.of("With local-keys, recorded messages stay secret. With the authority's key an "
                + "attacker can still certify themselves as the server from then on.");
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        narration.step("The server registers with the authority: P1, P2. The attacker records both and "
                + "cannot decrypt them.");
        ServerRegistrationReq p1 =
                context.firstSinceStart(MessageType.SERVER_REGISTRATION_REQ, ServerRegistrationReq.class);
        ServerRegistrationRep p2 =
                context.firstSinceStart(MessageType.SERVER_REGISTRATION_REP, ServerRegistrationRep.class);

        PkiUser victim = context.pkiUser("alice");
        narration.step(victim + " registers with the server and stores a note: P3 to P8. The attacker records these "
                + "too.");
        SecretNote note = victim.storeNote(context);
        RecordedSession session = RecordedSession.last(context);

        narration.step("Later, ca.key is stolen, and one recorded message decrypts the next.");
        Sealer sealer = context.sealer();
        ServerRegistrationReqPart asked = sealer.open(
                ServerRegistrationReqPart.PART,
                p1.registration(),
                context.lab().authority().privateKey(),
                "SK_ca",
                Trace.NONE);
        ServerRegistrationRepPart issued = sealer.open(
                ServerRegistrationRepPart.PART,
                p2.encPart(),
                asked.temporaryKey(),
                AssociatedData.ofReplyTo(p1),
                Trace.NONE);
        narration.verbatim(List.of("SK_ca   decrypts P1:  K_tmp1, " + asked.server() + ", " + asked.sentAt()));
        if (issued.privateKey().isEmpty()) {
            narration.verbatim(List.of("K_tmp1  decrypts P2:  a certificate, no private key"));
            return Outcome.noEffect("the server's private key was never sent, so P5 stays secret");
        }
        RSAPrivateCrtKey stolen = RsaKeys.decodePrivateKey(issued.privateKey());
        ClientRegistrationReqPart registered = sealer.open(
                ClientRegistrationReqPart.PART, session.registration().registration(), stolen, "SK_s", Trace.NONE);
        narration.verbatim(List.of(
                "K_tmp1  decrypts P2:  SK_s, RSA-" + stolen.getModulus().bitLength(),
                "SK_s    decrypts P5:  K_tmp2, " + registered.client() + ", " + registered.sentAt()));
        return context.attempt(() -> session.hijack(registered.temporaryKey(), note, context));
    }
}
