package hallpass.attack.catalogue;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldTicket;
import hallpass.message.AsRep;
import hallpass.message.MessageType;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Set;

/** The answer to an earlier question, whose key is known. */
public final class A11OldReply implements Attack {
    @Override
    public Card card() {
        return new Card(
                "A11",
                "old reply replayed",
                "A session key of an earlier login was lost. When the victim logs in again, the attacker answers in "
                        + "the AS's place with the reply of that earlier time: it is sealed with the right password, "
                        + "and its times are still good. A client that does not look whether it answers its own "
                        + "question goes on under a key that the attacker has.",
                List.of("the session key of an earlier login, and its K2", "to stand between the victim and the AS"),
                List.of(
                        "Denning, Sacco: Timestamps in Key Distribution Protocols (CACM 1981)",
                        Sources.BELLOVIN_MERRITT),
                Set.of(Guard.NONCE, Guard.AEAD, Guard.PREAUTH));
    }

    @Override
    public List<String> remarks() {
        return List.of("aead and preauth stop it too: under both, no reply answers another request.");
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person("alice");
        stage.tale().step("alice logs in. The attacker records K2, and gets hold of its session key.");
        HeldTicket old = victim.login();
        AsRep recorded = stage.last(MessageType.AS_REP, AsRep.class);
        stage.tale().step("alice logs in again. The attacker answers with the recorded K2.");
        return stage.attempt(
                passing -> passing.is(MessageType.AS_REP) && passing.direction() == Direction.TO_CLIENT
                        ? Decision.instead(MessageType.encode(recorded))
                        : Decision.PASS,
                () -> victim.login().sessionKey().equals(old.sessionKey())
                        ? Outcome.succeeded("alice's client goes on under the session key that the attacker has")
                        : Outcome.nothing("alice's client has a key of its own"));
    }
}
