package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackRefusedException;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.Narration;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.protocol.Guard;
import hallpass.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Learns which user names exist from the AS's different answers. */
public final class A4UserEnumeration implements Attack {
    private static final List<String> NAMES = List.of("alice", "bob", "mallory", "nobody", "root");
    private static final Set<String> EXISTING = Set.of("alice", "mallory");

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A4",
                "user enumeration",
                "An AS request for an unknown name is answered with an error that says so. Names are "
                        + "easy to try, and a list of existing users is the first step of every password attack.",
                List.of("send requests to the AS"),
                List.of("MITRE ATT&CK T1087.002, Account Discovery", References.RFC_4120_10),
                Defences.of(Guard.UNIFORM_ERRORS, "nothing").hardened("nothing"));
    }

    @Override
    public List<String> remarks() {
        return List.of("The attack compares error codes and sizes of replies. Response times are a separate channel.");
    }

    @Override
    public Set<Party> servers() {
        return Set.of(Party.AS);
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        for (String name : EXISTING) {
            context.user(name);
        }
        narration.step("The attacker sends the AS the first messages of a login, K11 and K1, for five names "
                + "and without a password.");
        Map<String, List<String>> byAnswer = new TreeMap<>();
        for (String name : NAMES) {
            String answer = ask(name, context);
            byAnswer.computeIfAbsent(answer, key -> new ArrayList<>()).add(name);
            narration.verbatim(List.of(String.format(Locale.ROOT, "%-8s %s", name, answer)));
        }
        return byAnswer.values().stream().anyMatch(names -> Set.copyOf(names).equals(EXISTING))
                ? Outcome.succeeded(
                        "the attacker concludes that alice and mallory have accounts and the others do not, "
                                + "which is true")
                : Outcome.noEffect("the AS answers alike for every name: " + byAnswer.keySet());
    }

    /** The AS's answers to K11 and K1, which need no password. */
    private static String ask(String name, AttackContext context) throws Exception {
        PrincipalName user = new PrincipalName(name);
        AsReq ticket = new AsReq(
                user,
                context.config().tgsName(),
                Nonce.random(context.lab().randomness()),
                context.exchangeContext().now(),
                Bytes.EMPTY);
        String offered = answer(context, as -> {
            PreAuthenticationRep reply = as.request(new PreAuthenticationReq(user), PreAuthenticationRep.class);
            return "K12 of " + MessageType.encode(reply).size() + " bytes";
        });
        String issued = answer(context, as -> {
            AsRep reply = as.request(ticket, AsRep.class);
            return "K2 with an encrypted part of "
                    + reply.encPart().ciphertext().size() + " bytes";
        });
        return offered + ", " + issued;
    }

    private interface Request {
        String send(AttackerConnection as) throws Exception;
    }

    private static String answer(AttackContext context, Request request) throws Exception {
        try (AttackerConnection connection = context.connect(Party.AS)) {
            return request.send(connection);
        } catch (AttackRefusedException refused) {
            return refused.error().code().number() + " " + refused.error().code();
        }
    }
}
