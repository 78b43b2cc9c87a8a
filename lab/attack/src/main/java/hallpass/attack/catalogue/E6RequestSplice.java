package hallpass.attack.catalogue;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.adversary.RecordedFrame;
import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.OpensslInstructions;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.client.ServiceSession;
import hallpass.client.credential.CachedToken;
import hallpass.config.RealmConfig;
import hallpass.crypto.Sealed;
import hallpass.message.ApReq;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.ServiceReq;
import hallpass.protocol.Guard;
import java.time.Duration;
import java.util.List;

/** An old request, with the time out of today's authenticator. */
public final class E6RequestSplice implements Attack {
    /** Of twelve letters: so the time in an authenticator is a block's first half, and padding the other. */
    private static final String NAME = "receptionist";

    private final String name;

    public E6RequestSplice() {
        this(NAME);
    }

    private E6RequestSplice(String name) {
        this.name = name;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "E6",
                "request splice",
                "A request to the service is its text, and a time that makes it useless some minutes later. Where the "
                        + "time begins with a block, that block is time and padding alone, and so is the last block of "
                        + "an authenticator whose name has twelve letters. The attacker puts the one that goes by today "
                        + "behind the words of an old request, and slips it into the victim's own connection.",
                List.of(
                        "to stand between the victim and the service",
                        "an old request under the same token, whose time begins with a block",
                        "any fresh block of time and padding under the same key"),
                List.of(References.NDSS_2004),
                Defences.of(Guard.AEAD, "31 service")
                        .and(Guard.KEY_USAGE, "31/41 service")
                        .hardened("1009 service"));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "key-usage stops this form, where the time comes out of an authenticator; out of another request it "
                        + "would not.",
                "replay-cache does not stop it: these bytes were never accepted before.");
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "K7: request (2+r bytes), time (2+8). The time begins at byte 4+r: with a",
                "block where r is 12, 28, 44 ... letters.",
                "K5's authenticator: name (2+n), time (2+8). The time begins at byte 4+n,",
                "which is " + (4 + name.length()) + " for " + name + ".");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a name of eleven letters: the last block of the authenticator is no time",
                new E6RequestSplice("reception.1"),
                "41 service"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        KerberosUser victim = context.user(name);
        CachedToken token = victim.requestToken(victim.login());
        context
                .narration()
                .step(victim + " has the gate opened, and shut again. The attacker records the first request.");
        String open = aligned("notes put gate is open");
        victim.client().request(token, open);
        AesBlocks oldRequest = new AesBlocks(context
                .lastMessage(MessageType.SERVICE_REQ, ServiceReq.class)
                .request()
                .ciphertext());
        victim.client().request(token, "notes put gate is shut");

        context
                .narration()
                .step("Ten minutes later nobody believes that request any more. " + victim + " comes again.");
        context.advanceClocks(Duration.ofMinutes(10));
        Outcome outcome = context.attempt(() -> inject(oldRequest, victim, token, context));
        OpensslInstructions.print(
                context, "spliced request", splice(oldRequest, context), token.sessionKey());
        return outcome;
    }

    private static String aligned(String request) {
        return request + ".".repeat(Math.floorMod(AesBlocks.SIZE - 4 - request.length(), AesBlocks.SIZE));
    }

    private static AesBlocks splice(AesBlocks oldRequest, AttackContext context) {
        AesBlocks authenticator = new AesBlocks(context
                .lastMessage(MessageType.AP_REQ, ApReq.class)
                .authenticator()
                .ciphertext());
        return oldRequest.before(oldRequest.count() - 1).append(authenticator.from(authenticator.count() - 1));
    }

    private static Outcome inject(
            AesBlocks oldRequest, KerberosUser victim, CachedToken token, AttackContext context)
            throws Exception {
        context.skipServerTraces();
        context
                .adversary()
                .setInterceptor(recorded ->
                        isRequest(recorded) ? appendSpliced(recorded, oldRequest, context) : Decision.PASS);
        int repliesBefore = serviceReplies(context).size();
        try (ServiceSession session = victim.client().openSession(token)) {
            session.request("whoami");
            context.await(() -> serviceReplies(context).size() >= repliesBefore + 2);
        } finally {
            context.adversary().setInterceptor(recorded -> Decision.PASS);
        }
        context
                .narration()
                .step("The attacker puts behind the new request the old one, with the time of the authenticator.");
        AesBlocks spliced = splice(oldRequest, context);
        context.narration().verbatim(AesBlocks.sideBySide("old request", oldRequest, "spliced request", spliced));
        context.narrateServerTraces();
        context.throwIfRefused(serviceReplies(context).get(repliesBefore + 1));
        String gate = victim.client().request(token, "notes get gate");
        return gate.startsWith("is open")
                ? Outcome.succeeded("the gate that " + victim + " shut is open again: the note says \"" + gate + "\"")
                : Outcome.noEffect("the gate stays shut");
    }

    private static boolean isRequest(RecordedFrame recorded) {
        return recorded.hasType(MessageType.SERVICE_REQ) && recorded.direction() == Direction.TO_SERVER;
    }

    private static Decision appendSpliced(RecordedFrame recorded, AesBlocks oldRequest, AttackContext context) {
        ServiceReq spliced =
                new ServiceReq(new Sealed<>(splice(oldRequest, context).bytes()));
        return Decision.replaceWith(recorded.frame(), MessageType.encode(spliced));
    }

    /** What the service said to requests. */
    private static List<RecordedFrame> serviceReplies(AttackContext context) {
        return context.recordedFrames().stream()
                .filter(recorded -> recorded.server() == Party.SERVICE)
                .filter(recorded -> recorded.hasType(MessageType.SERVICE_REP) || recorded.hasType(MessageType.ERROR))
                .toList();
    }
}
