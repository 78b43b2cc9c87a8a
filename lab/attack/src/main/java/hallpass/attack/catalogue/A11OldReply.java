package hallpass.attack.catalogue;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.client.credential.CachedTicket;
import hallpass.message.AsRep;
import hallpass.message.MessageType;
import hallpass.protocol.Guard;
import java.util.List;

/** Replays an old AS reply whose session key is known to the attacker. */
public final class A11OldReply implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A11",
                "old reply replayed",
                "A session key of an earlier login was stolen. When the victim logs in again, the "
                        + "attacker answers in the AS's place with the reply from that login: it is encrypted "
                        + "under the right key, and its times are still valid. A client that does not check "
                        + "whether the reply answers its own request goes on with a key that the attacker has.",
                List.of("the session key of an earlier login, and its K2", "be between the victim and the AS"),
                List.of(
                        "Denning, Sacco: Timestamps in Key Distribution Protocols (CACM 1981)",
                        References.BELLOVIN_MERRITT),
                Defences.of(Guard.NONCE, "41 client")
                        .and(Guard.AEAD, "31 client")
                        .and(Guard.PREAUTH, "31/41 client")
                        .hardened("31 client"));
    }

    @Override
    public List<String> remarks() {
        return List.of("aead and preauth stop the attack too: with either, a reply is bound to its request.");
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser victim = context.user("alice");
        narration.step("alice logs in. The attacker records K2 and steals its session key.");
        CachedTicket oldTicket = victim.login();
        AsRep oldReply = context.lastMessage(MessageType.AS_REP, AsRep.class);
        narration.step("alice logs in again. The attacker answers with the recorded K2.");
        return context.attempt(
                recorded -> recorded.hasType(MessageType.AS_REP) && recorded.direction() == Direction.TO_CLIENT
                        ? Decision.replaceWith(MessageType.encode(oldReply))
                        : Decision.PASS,
                () -> victim.login().sessionKey().equals(oldTicket.sessionKey())
                        ? Outcome.succeeded("alice's client uses the session key that the attacker has")
                        : Outcome.noEffect("alice's client uses another session key"));
    }
}
