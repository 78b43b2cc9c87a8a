package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.SecretNote;
import hallpass.client.credential.CachedTicket;
import java.util.List;

/** Who has a ticket and its session key is who it names. */
public final class A5StolenTicket implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A5",
                "stolen ticket and session key",
                "A login leaves a ticket and its session key in the user's credential cache. Whoever copies both is "
                        + "that user, until the ticket expires: that is what a ticket is. No guard can tell the thief "
                        + "from the owner.",
                List.of("to read the victim's credential cache", "to send from the victim's address"),
                List.of("MITRE ATT&CK T1550.003, Pass the Ticket", References.RFC_4120_10),
                Defences.NONE);
    }

    @Override
    public List<String> remarks() {
        return List.of("What helps is a short lifetime, and a cache that nobody else can read.");
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        KerberosUser victim = context.user("alice");
        context.narration().step("alice logs in, and keeps a note.");
        SecretNote note = victim.storeNote(context);
        CachedTicket cached = victim.login();
        context
                .narration()
                .step("The attacker copies her credential cache, and asks the TGS with what is in it.");
        return context.attempt(() -> Forgery.readNote(victim.requestToken(cached), note, context));
    }
}
