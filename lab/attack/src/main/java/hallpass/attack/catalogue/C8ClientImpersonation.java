package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.PkiUser;
import hallpass.attack.SecretNote;
import hallpass.attack.ServerGroups;
import hallpass.config.RealmConfig;
import hallpass.message.Party;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Set;

/** Registers in another client's name, because only the server authenticates itself. */
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
                "P5 is encrypted to the server, so nobody else can read it, but anybody can make "
                        + "one. It names a client, and the server opens a session for that name. Only the "
                        + "server has a certificate, so only the server is authenticated. The victim's own "
                        + "session ends, because there is one session for each name.",
                List.of("send requests to the server", "the victim's name, which P7 carries in clear"),
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
                "K_tmp2        16 bytes made by the attacker, which decrypt P6",
                "ID_c          " + claimed,
                "IP_c, Port_c  the attacker's own; the only fields that the server checks",
                "TS5           the current time");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "the attacker's own name: notes belong to a name, and this one has none",
                new C8ClientImpersonation("mallory"),
                "1042 app"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        PkiUser victim = context.pkiUser(VICTIM);
        narration.step(victim + " registers with the server and stores a note there.");
        SecretNote note = victim.storeNote(context);

        narration.step("The attacker requests P4 and makes their own P5.");
        narration.verbatim(explanation(context.config()));
        PkiUser attacker = context.pkiUser(claimed).withoutProof();
        return context.attemptAndNarrate(
                () -> note.outcomeOf("the application server", attacker.request(SecretNote.READ_REQUEST)));
    }
}
