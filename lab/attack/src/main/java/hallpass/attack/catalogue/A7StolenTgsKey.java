package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.SecretNote;
import hallpass.client.credential.CachedTicket;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Ticket;
import hallpass.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Forges tickets with the stolen TGS key (golden ticket). */
public final class A7StolenTgsKey implements Attack {
    private static final Duration LIFETIME = Duration.ofHours(10);

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A7",
                "stolen TGS key",
                "All tickets are encrypted under one key of the KDC. An attacker who has it can "
                        + "forge tickets for any user with any lifetime: golden tickets. The TGS cannot "
                        + "distinguish them from tickets of the AS.",
                List.of("read the KDC's store and its master key once"),
                List.of("MITRE ATT&CK T1558.001, Golden Ticket"),
                Defences.NONE);
    }

    @Override
    public List<String> remarks() {
        return List.of("A new key helps: hallpass realm rekey-tgs, twice to end all tickets at once.");
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser victim = context.user("alice");
        narration.step("alice stores a note at the service.");
        SecretNote note = victim.storeNote(context);
        narration.step("The attacker reads K_tgs in the KDC's store and forges a ticket for alice.");
        CachedTicket ticket = mint(victim, context.tgsKey(), context);
        narration.step("The attacker presents the ticket to the TGS and the token to the service.");
        return context.attemptAndNarrate(() -> Forgery.readNote(victim.requestToken(ticket), note, context));
    }

    private static CachedTicket mint(KerberosUser victim, SymmetricKey key, AttackContext context) {
        SymmetricKey session = context.sealer().newKey("K_c,tgs", context.lab().randomness());
        Instant now = context.exchangeContext().now();
        Ticket ticket =
                new Ticket(session, victim.name(), "127.0.0.1", context.config().tgsName(), now, LIFETIME);
        Sealed<Ticket> forged = context.sealer().seal(Ticket.PART, ticket, key, Trace.NONE);
        return new CachedTicket(victim.name(), ticket.server(), session, forged, now, LIFETIME);
    }
}
