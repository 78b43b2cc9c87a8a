package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Outcome;
import hallpass.attack.PkiUser;
import hallpass.attack.SecretNote;
import hallpass.attack.ServerGroups;
import hallpass.config.RealmConfig;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Set;

/** The certificate door proves who the server is, and asks nobody to prove who the client is. */
public final class C8ClientImpersonation implements Attack {
    private static final String VICTIM = "alice";

    private final String claimed;

    public C8ClientImpersonation() {
        this(VICTIM);
    }

    /** @param claimed the name that the attacker registers under */
    private C8ClientImpersonation(String claimed) {
        this.claimed = claimed;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "C8",
                "client impersonation",
                "P5 is sealed to the server, so nobody reads it on the way; but anybody can seal one. It says a name, "
                        + "and the server opens a session for that name. Only one side of this protocol has a "
                        + "certificate, and so only that side proves anything. The victim's own session is gone, too: "
                        + "there is one for each name.",
                List.of("to be able to ask the server", "the victim's name, which P7 says in clear"),
                List.of("Lowe: Breaking and Fixing the Needham-Schroeder Public-Key Protocol (TACAS 1996)"),
                Defences.of(Guard.CLIENT_CERTIFICATE, "1035 app").hardened("1035 app"));
    }

    @Override
    public Set<Party> servers() {
        return ServerGroups.PKI;
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "RSA(PK_s)[ K_tmp2 | ID_c | IP_c | Port_c | TS5 ]",
                "K_tmp2        16 bytes that the attacker made: P6 opens with them",
                "ID_c          " + claimed,
                "IP_c, Port_c  the attacker's own, and the only part of it that is checked",
                "TS5           now");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a name of the attacker's own: notes belong to a name, and this one has none",
                new C8ClientImpersonation("mallory"),
                "1042 app"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        PkiUser victim = context.pkiUser(VICTIM);
        context.narration().step(victim + " registers with the server, and keeps a note there.");
        SecretNote note = victim.storeNote(context);

        context.narration().step("The attacker asks for P4 as anybody does, and seals a P5 of their own.");
        context.narration().verbatim(explanation(context.config()));
        PkiUser attacker = context.pkiUser(claimed).withoutProof();
        return context.attemptAndNarrate(
                () -> note.outcomeOf("the application server", attacker.request(SecretNote.READ_REQUEST)));
    }
}
