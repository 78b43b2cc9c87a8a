package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
import hallpass.attack.OpensslInstructions;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.client.credential.CachedToken;
import hallpass.config.RealmConfig;
import hallpass.crypto.Sealed;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.ServiceRep;
import hallpass.protocol.Guard;
import java.util.List;

/**
 * Uses the service as an encryption oracle for authenticators, which share a key with its replies.
 */
public final class E7SessionKeyOracle implements Attack {
    /** Bytes from the text's length field to the end of the first block. */
    private static final int FILL_LENGTH = AesBlocks.SIZE - 2;

    private static final String VICTIM = "alice";

    private final int fillLength;

    public E7SessionKeyOracle() {
        this(FILL_LENGTH);
    }

    private E7SessionKeyOracle(int fillLength) {
        this.fillLength = fillLength;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "E7",
                "session-key oracle",
                "The service encrypts its replies to alice under the session key that also encrypts "
                        + "her authenticators. Mallory gives alice a text to store whose end is the beginning "
                        + "of an authenticator: her name. When alice reads the note, the service appends the "
                        + "time. The end of its reply is therefore a fresh authenticator for alice, and an "
                        + "attacker who cuts it out is accepted as alice.",
                List.of(
                        "observe the victim's connection to the service",
                        "the victim stores a text from the attacker as a note, and reads it"),
                List.of(References.BELLOVIN_MERRITT, "RFC 3961, section 3: keys by usage"),
                Defences.of(Guard.KEY_USAGE, "31/41 service")
                        .and(Guard.AEAD, "31 service")
                        .hardened("1009 service"));
    }

    @Override
    public List<String> remarks() {
        return List.of("replay-cache does not stop the attack: this authenticator was never seen before.");
    }

    @Override
    public List<String> explanation(RealmConfig realm) {
        return List.of(
                "K8: data (2+d), time (2+8). An authenticator: name (2+5), time (2+8).",
                "block 0   length, 14 characters of filler",
                "block 1   0005 \"alice\" 0008 time[0..6]: the data ends after \"alice\"",
                "block 2   time[7], padding");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "one character less before the name: it no longer begins at a block boundary",
                new E7SessionKeyOracle(FILL_LENGTH - 1),
                "41 service"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser victim = context.user(VICTIM);
        CachedToken token = victim.requestToken(victim.login());
        narration.step("mallory asks alice to store a text: xxxxxxxxxxxxxx 0005 \"alice\". She does.");
        victim.client().request(token, "notes put letter " + "x".repeat(fillLength) + "\0\u0005" + VICTIM);
        narration.step("Later alice reads it. The attacker observes K5 with her token, and K8 with the text.");
        victim.client().request(token, "notes get letter");
        AesBlocks reply = new AesBlocks(context.lastMessage(MessageType.SERVICE_REP, ServiceRep.class)
                .data()
                .ciphertext());
        narration.verbatim(reply.hexLines("K8."));

        narration.step("The attacker drops the first block. The rest is an authenticator for alice.");
        narration.verbatim(explanation(context.config()));
        AesBlocks authenticator = reply.from(1);
        narration.step("The attacker presents it to the service, with alice's recorded token.");
        Outcome outcome = context.attemptAndNarrate(() -> enter(authenticator, context));
        OpensslInstructions.print(context, "authenticator", authenticator, token.sessionKey());
        return outcome;
    }

    private static Outcome enter(AesBlocks authenticator, AttackContext context) throws Exception {
        ApReq recordedRequest = context.lastMessage(MessageType.AP_REQ, ApReq.class);
        try (AttackerConnection connection = context.connect(Party.SERVICE)) {
            connection.request(new ApReq(recordedRequest.token(), new Sealed<>(authenticator.bytes())), ApRep.class);
            return Outcome.succeeded("the service accepts the attacker's connection as alice and sends K6");
        }
    }
}
