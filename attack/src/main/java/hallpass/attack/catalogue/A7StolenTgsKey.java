package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Forgery;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldTicket;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Ticket;
import hallpass.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Who has the TGS's key is the AS. */
public final class A7StolenTgsKey implements Attack {
    private static final Duration LIFETIME = Duration.ofHours(10);

    @Override
    public Card card() {
        return new Card(
                "A7",
                "stolen TGS key",
                "Tickets are sealed with one key of the KDC's. Whoever has it makes tickets for everybody, for as long "
                        + "as they like: a golden ticket. The TGS cannot tell them from the AS's own.",
                List.of("to read the KDC's store and its master key once"),
                List.of("MITRE ATT&CK T1558.001, Golden Ticket"),
                Set.of());
    }

    @Override
    public List<String> remarks() {
        return List.of("What helps is a new key: hallpass realm rekey-tgs, twice if tickets shall end at once.");
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person("alice");
        stage.tale().step("alice keeps a note at the desk.");
        Note note = victim.keepNote(stage);
        stage.tale().step("The attacker reads K_tgs in the KDC's store, and makes a ticket for alice with it.");
        HeldTicket ticket = mint(victim, stage.ticketGrantingKey(), stage);
        stage.tale().step("The attacker goes to the TGS and to the service with it.");
        return stage.attemptAndTell(() -> Forgery.readNote(victim.token(ticket), note, stage));
    }

    private static HeldTicket mint(Person victim, SymmetricKey key, Stage stage) {
        SymmetricKey session = stage.seals().newKey("K_c,tgs", stage.lab().randomness());
        Instant now = stage.now().now();
        Ticket ticket =
                new Ticket(session, victim.name(), "127.0.0.1", stage.config().ticketGrantingName(), now, LIFETIME);
        Sealed<Ticket> forged = stage.seals().seal(Ticket.PART, ticket, key, Trace.NONE);
        return new HeldTicket(victim.name(), ticket.server(), session, forged, now, LIFETIME);
    }
}
