package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
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

/** The authority made the server's private key, and sent it: who has the authority's key one day opens all that was recorded. */
public final class C4LeakedAuthorityKey implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C4",
                "authority-made private key",
                "The authority makes the server's key pair, and P2 carries the private half. It is sealed; but P1 "
                        + "carries the key that opens it, and the authority's private key opens P1. An authority's key "
                        + "is there to sign. Here it also opens, years later, whatever was said to every server that it "
                        + "ever made a key for.",
                List.of("to record the server's registration, and a client's", "the authority's private key, some day"),
                List.of(
                        "RFC 2986: who is to be certified makes the key pair",
                        "RFC 4211, section 4: proof of possession"),
                Defences.of(Guard.LOCAL_KEYS, "nothing").hardened("nothing"));
    }

    @Override
    public List<String> remarks() {
        return List.of("local-keys keeps closed what was recorded. Whoever has the authority's key can still certify "
                + "themselves as the server from then on.");
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        context
                .narration()
                .step(
                        "The server registers with the authority: P1, P2. The attacker can open neither, and keeps both.");
        ServerRegistrationReq p1 =
                context.firstSinceStart(MessageType.SERVER_REGISTRATION_REQ, ServerRegistrationReq.class);
        ServerRegistrationRep p2 =
                context.firstSinceStart(MessageType.SERVER_REGISTRATION_REP, ServerRegistrationRep.class);

        PkiUser victim = context.pkiUser("alice");
        context
                .narration()
                .step(victim + " registers with the server, and keeps a note there: P3 to P8. They are kept, too.");
        SecretNote note = victim.storeNote(context);
        RecordedSession session = RecordedSession.last(context);

        context.narration().step("Later, ca.key is stolen, and what was recorded opens, one after another.");
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
        context
                .narration()
                .verbatim(List.of("SK_ca   opens P1:  K_tmp1, " + asked.server() + ", " + asked.sentAt()));
        if (issued.privateKey().isEmpty()) {
            context.narration().verbatim(List.of("K_tmp1  opens P2:  a certificate, and no private key"));
            return Outcome.noEffect("the server's private key never went by, so P5 stays closed");
        }
        RSAPrivateCrtKey stolen = RsaKeys.decodePrivateKey(issued.privateKey());
        ClientRegistrationReqPart registered = sealer.open(
                ClientRegistrationReqPart.PART, session.registration().registration(), stolen, "SK_s", Trace.NONE);
        context
                .narration()
                .verbatim(List.of(
                        "K_tmp1  opens P2:  SK_s, RSA-" + stolen.getModulus().bitLength(),
                        "SK_s    opens P5:  K_tmp2, " + registered.client() + ", " + registered.sentAt()));
        return context.attempt(() -> session.hijack(registered.temporaryKey(), note, context));
    }
}
