package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.SecretNote;
import hallpass.client.credential.CachedTicket;
import java.util.List;

/** Uses a ticket and its session key from the victim's credential cache. */
public final class A5StolenTicket implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A5",
                "stolen ticket and session key",
                "A login leaves a ticket and its session key in the user's credential cache. Anyone who "
                        + "copies both can act as that user until the ticket expires, because that is what a "
                        + "ticket proves. No guard can distinguish the thief from the owner.",
                List.of("read the victim's credential cache", "send from the victim's address"),
                List.of("MITRE ATT&CK T1550.003, Pass the Ticket", References.RFC_4120_10),
                Defences.NONE);
    }

    @Override
    public List<String> remarks() {
        return List.of("Short lifetimes help, and a cache that only its owner can read.");
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser victim = context.user("alice");
        narration.step("alice logs in and stores a note.");
        SecretNote note = victim.storeNote(context);
        CachedTicket cached = victim.login();
        narration.step("The attacker copies her credential cache and presents her ticket to the TGS.");
        return context.attempt(() -> Forgery.readNote(victim.requestToken(cached), note, context));
    }
}
