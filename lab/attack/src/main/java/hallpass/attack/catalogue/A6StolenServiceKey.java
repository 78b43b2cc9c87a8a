package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Outcome;
import hallpass.attack.SecretNote;
import hallpass.client.credential.CachedToken;
import hallpass.config.Keytab;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import java.util.List;
import java.util.Set;

/** Who has a service's key makes tokens for it, in anybody's name. */
public final class A6StolenServiceKey implements Attack {
    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A6",
                "stolen service key",
                "A service believes whatever is sealed with its own key, for nobody but the KDC has it too. Whoever "
                        + "reads its key table makes tokens for anybody, and asks no KDC: a silver ticket.",
                List.of("to read the service's key table once"),
                List.of("MITRE ATT&CK T1558.002, Silver Ticket"),
                Defences.NONE);
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
    public Outcome run(AttackContext context) throws Exception {
        KerberosUser victim = context.user("alice");
        context.narration().step("alice keeps a note at the desk.");
        SecretNote note = victim.storeNote(context);
        context.narration().step("The attacker reads service.keys, and makes a token for alice with it.");
        SymmetricKey key = Keytab.read(context.lab().folder().serviceKeytab())
                .entries()
                .get(0)
                .key()
                .withLabel("K_s");
        CachedToken token = Forgery.forgeToken(victim, context.config().serviceName(), key, context);
        context.narration().step("The attacker shows it to the service, and asks for her note.");
        return context.attemptAndNarrate(() -> Forgery.readNote(token, note, context));
    }
}
