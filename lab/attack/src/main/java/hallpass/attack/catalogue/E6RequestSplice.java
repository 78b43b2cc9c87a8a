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
import hallpass.attack.Narration;
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

/** Makes an old request valid again by appending the time of a fresh authenticator. */
public final class E6RequestSplice implements Attack {
    /**
     * Twelve characters: the time in an authenticator then fills the first half of a block, and
     * padding the second.
     */
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
                "A request to the service is a text and a time that makes it invalid after some "
                        + "minutes. Where the time begins at a block boundary, the last block holds only time "
                        + "and padding; so does the last block of an authenticator for a name of twelve "
                        + "characters. The attacker appends the last block of today's authenticator to the "
                        + "text of an old request and inserts the result into the victim's own connection.",
                List.of(
                        "be between the victim and the service",
                        "an old request under the same token, whose time begins at a block boundary",
                        "any fresh block of time and padding under the same key"),
                List.of(References.NDSS_2004),
                Defences.of(Guard.AEAD, "31 service")
                        .and(Guard.KEY_USAGE, "31/41 service")
                        .hardened("1009 service"));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "key-usage stops this variant, which takes the time from an authenticator. It would "
                        + "not stop one that takes the time from another request.",
                "replay-cache does not stop the attack: the spliced request was never accepted before.");
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "K7: request (2+r bytes), time (2+8). The time begins at byte 4+r: at a",
                "block boundary if r is 12, 28, 44 ...",
                "K5's authenticator: name (2+n), time (2+8). The time begins at byte 4+n,",
                "which is " + (4 + name.length()) + " for " + name + ".");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a name of eleven characters: the last block of the authenticator is not the time alone",
                new E6RequestSplice("reception.1"),
                "41 service"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser victim = context.user(name);
        CachedToken token = victim.requestToken(victim.login());
        narration.step(victim + " opens the gate and shuts it again. The attacker records the first request.");
        String open = aligned("notes put gate is open");
        victim.client().request(token, open);
        AesBlocks oldRequest = new AesBlocks(context.lastMessage(MessageType.SERVICE_REQ, ServiceReq.class)
                .request()
                .ciphertext());
        victim.client().request(token, "notes put gate is shut");

        narration.step("Ten minutes later that request has expired. " + victim + " connects again.");
        context.advanceClocks(Duration.ofMinutes(10));
        Outcome outcome = context.attempt(() -> inject(oldRequest, victim, token, context));
        OpensslInstructions.print(context, "spliced request", splice(oldRequest, context), token.sessionKey());
        return outcome;
    }

    private static String aligned(String request) {
        return request + ".".repeat(Math.floorMod(AesBlocks.SIZE - 4 - request.length(), AesBlocks.SIZE));
    }

    private static AesBlocks splice(AesBlocks oldRequest, AttackContext context) {
        AesBlocks authenticator = new AesBlocks(context.lastMessage(MessageType.AP_REQ, ApReq.class)
                .authenticator()
                .ciphertext());
        return oldRequest.before(oldRequest.count() - 1).append(authenticator.from(authenticator.count() - 1));
    }

    private static Outcome inject(AesBlocks oldRequest, KerberosUser victim, CachedToken token, AttackContext context)
            throws Exception {
        Narration narration = context.narration();
        context.skipServerTraces();
        context.adversary()
                .setInterceptor(
                        recorded -> isRequest(recorded) ? appendSpliced(recorded, oldRequest, context) : Decision.PASS);
        int repliesBefore = serviceReplies(context).size();
        try (ServiceSession session = victim.client().openSession(token)) {
            session.request("whoami");
            context.await(() -> serviceReplies(context).size() >= repliesBefore + 2);
        } finally {
            context.adversary().setInterceptor(recorded -> Decision.PASS);
        }
        narration.step("The attacker sends the old request, with the time of the authenticator, after the new one.");
        AesBlocks spliced = splice(oldRequest, context);
        narration.verbatim(AesBlocks.sideBySide("old request", oldRequest, "spliced request", spliced));
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

    /** The service's replies to requests, errors included. */
    private static List<RecordedFrame> serviceReplies(AttackContext context) {
        return context.recordedFrames().stream()
                .filter(recorded -> recorded.server() == Party.SERVICE)
                .filter(recorded -> recorded.hasType(MessageType.SERVICE_REP) || recorded.hasType(MessageType.ERROR))
                .toList();
    }
}
