package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackRefusedException;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The AS answers for those whom it knows otherwise than for those whom it does not. */
public final class A4UserEnumeration implements Attack {
    private static final List<String> NAMES = List.of("alice", "bob", "mallory", "nobody", "root");
    private static final Set<String> EXISTING = Set.of("alice", "mallory");

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A4",
                "user enumeration",
                "Who asks the AS for a ticket in a name that nobody has is told so. Names cost nothing, and a list of "
                        + "those who exist is what every guess at passwords begins with.",
                List.of("to be able to ask the AS"),
                List.of("MITRE ATT&CK T1087.002, Account Discovery", References.RFC_4120_10),
                Defences.of(Guard.UNIFORM_ERRORS, "nothing").hardened("nothing"));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "Only codes and sizes of answers are compared here. How long an answer takes is another matter.");
    }

    @Override
    public Set<Party> servers() {
        return Set.of(Party.AS);
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        for (String name : EXISTING) {
            context.user(name);
        }
        context
                .narration()
                .step(
                        "The attacker asks the AS in five names, without any password, for what a login begins with: K11, K1.");
        Map<String, List<String>> byAnswer = new TreeMap<>();
        for (String name : NAMES) {
            String answer = ask(name, context);
            byAnswer.computeIfAbsent(answer, key -> new ArrayList<>()).add(name);
            context.narration().verbatim(List.of("%-8s %s".formatted(name, answer)));
        }
        return byAnswer.values().stream().anyMatch(names -> Set.copyOf(names).equals(EXISTING))
                ? Outcome.succeeded("the attacker says that alice and mallory have accounts, and the others have none; "
                        + "so it is")
                : Outcome.noEffect("the AS answers for each of them alike: " + byAnswer.keySet());
    }

    /** What the AS says to both questions that need no password. */
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
            return "K2 with a part of " + reply.encPart().ciphertext().size() + " bytes";
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
