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
import hallpass.client.credential.CachedToken;
import hallpass.config.Keytab;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import java.util.List;
import java.util.Set;

/** Forges tokens with a stolen service key (silver ticket). */
public final class A6StolenServiceKey implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A6",
                "stolen service key",
                "A service accepts any token encrypted under its own key, because only the KDC "
                        + "should have that key too. An attacker who reads the service's key table can forge "
                        + "tokens in any user's name without the KDC: silver tickets.",
                List.of("read the service's key table once"),
                List.of("MITRE ATT&CK T1558.002, Silver Ticket"),
                Defences.NONE);
    }

    @Override
    public List<String> remarks() {
        return List.of("A new key helps: hallpass service rekey.");
    }

    @Override
    public Set<Party> servers() {
        // The victim stores the note through all three servers.
        return Set.of(Party.AS, Party.TGS, Party.SERVICE);
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser victim = context.user("alice");
        narration.step("alice stores a note at the service.");
        SecretNote note = victim.storeNote(context);
        narration.step("The attacker reads service.keys and forges a token for alice.");
        SymmetricKey key = Keytab.read(context.lab().folder().serviceKeytab())
                .entries()
                .get(0)
                .key()
                .withLabel("K_s");
        CachedToken token = Forgery.forgeToken(victim, context.config().serviceName(), key, context);
        narration.step("The attacker presents the token to the service and reads her note.");
        return context.attemptAndNarrate(() -> Forgery.readNote(token, note, context));
    }
}
