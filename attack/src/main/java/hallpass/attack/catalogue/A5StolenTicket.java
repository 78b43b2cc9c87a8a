package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Forgery;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldTicket;
import java.util.List;
import java.util.Set;

/** Who has a ticket and its session key is who it names. */
public final class A5StolenTicket implements Attack {
    @Override
    public Card card() {
        return new Card(
                "A5",
                "stolen ticket and session key",
                "A login leaves a ticket and its session key in the user's credential cache. Whoever copies both is "
                        + "that user, until the ticket expires: that is what a ticket is. No guard can tell the thief "
                        + "from the owner.",
                List.of("to read the victim's credential cache", "to send from the victim's address"),
                List.of("MITRE ATT&CK T1550.003, Pass the Ticket", Sources.RFC_4120_10),
                Set.of());
    }

    @Override
    public List<String> remarks() {
        return List.of("What helps is a short lifetime, and a cache that nobody else can read.");
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person("alice");
        stage.tale().step("alice logs in, and keeps a note.");
        Note note = victim.keepNote(stage);
        HeldTicket cached = victim.login();
        stage.tale().step("The attacker copies her credential cache, and asks the TGS with what is in it.");
        return stage.attempt(() -> Forgery.readNote(victim.token(cached), note, stage));
    }
}
