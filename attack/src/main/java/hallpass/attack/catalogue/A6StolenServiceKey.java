package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Forgery;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.SymmetricKey;
import hallpass.realm.KeyTable;
import hallpass.trace.Party;
import java.util.List;
import java.util.Set;

/** Who has a service's key makes tokens for it, in anybody's name. */
public final class A6StolenServiceKey implements Attack {
    @Override
    public Card card() {
        return new Card(
                "A6",
                "stolen service key",
                "A service believes whatever is sealed with its own key, for nobody but the KDC has it too. Whoever "
                        + "reads its key table makes tokens for anybody, and asks no KDC: a silver ticket.",
                List.of("to read the service's key table once"),
                List.of("MITRE ATT&CK T1558.002, Silver Ticket"),
                Set.of());
    }

    @Override
    public List<String> remarks() {
        return List.of("What helps is a new key: hallpass service rekey.");
    }

    @Override
    public Set<Party> servers() {
        // The notes that are read were put there by their owner, over the whole way.
        return Set.of(Party.AS, Party.TGS, Party.SERVICE);
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person("alice");
        stage.tale().step("alice keeps a note at the desk.");
        Note note = victim.keepNote(stage);
        stage.tale().step("The attacker reads service.keys, and makes a token for alice with it.");
        SymmetricKey key = KeyTable.read(stage.lab().folder().serviceKeys())
                .entries()
                .get(0)
                .key()
                .as("K_s");
        HeldToken token = Forgery.token(victim, stage.config().serviceName(), key, stage);
        stage.tale().step("The attacker shows it to the service, and asks for her note.");
        return stage.attemptAndTell(() -> Forgery.readNote(token, note, stage));
    }
}
