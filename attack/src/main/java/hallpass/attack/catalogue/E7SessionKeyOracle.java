package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Blocks;
import hallpass.attack.ByHand;
import hallpass.attack.Card;
import hallpass.attack.Line;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.MessageType;
import hallpass.message.ServiceRep;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
import java.util.List;
import java.util.Set;

/** The service seals what it is asked to keep, under the key that authenticators are sealed with. */
public final class E7SessionKeyOracle implements Attack {
    /** After the text's length, to the end of the first block. */
    private static final int FILL = Blocks.SIZE - 2;

    private static final String VICTIM = "alice";

    private final int fill;

    public E7SessionKeyOracle() {
        this(FILL);
    }

    private E7SessionKeyOracle(int fill) {
        this.fill = fill;
    }

    @Override
    public Card card() {
        return new Card(
                "E7",
                "session-key oracle",
                "The service answers alice under the session key that also seals her authenticators. A text that "
                        + "mallory gave her to keep, and that she reads again, ends with what an authenticator begins "
                        + "with: her name. The service itself puts the time behind it. So the end of its answer is a "
                        + "fresh authenticator of alice's, and whoever cuts it out is let in as alice.",
                List.of(
                        "to hear the victim's connection to the service",
                        "the victim keeps a text of the attacker's as a note, and reads it"),
                List.of(Sources.BELLOVIN_MERRITT, "RFC 3961, section 3: keys by their usage"),
                Set.of(Guard.KEY_USAGE, Guard.AEAD));
    }

    @Override
    public List<String> remarks() {
        return List.of("replay-cache does not stop it: this authenticator was never seen before.");
    }

    @Override
    public List<String> arithmetic(RealmConfig realm) {
        return List.of(
                "K8: data (2+d), time (2+8). An authenticator: name (2+5), time (2+8).",
                "block 0   length, and 14 letters of no meaning",
                "block 1   0005 \"alice\" 0008 time[0..6]: the data ends after \"alice\"",
                "block 2   time[7], padding");
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "one letter less before the name: it does not begin with a block",
                new E7SessionKeyOracle(FILL - 1),
                "41 service"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person(VICTIM);
        HeldToken token = victim.token(victim.login());
        stage.tale().step("mallory asks alice to keep a text: xxxxxxxxxxxxxx 0005 \"alice\". She does.");
        victim.client().request(token, "notes put letter " + "x".repeat(fill) + "\0\u0005" + VICTIM);
        stage.tale().step("Later she reads it. The attacker hears K5, with her token, and K8, with the text.");
        victim.client().request(token, "notes get letter");
        Blocks echo = new Blocks(
                stage.last(MessageType.SERVICE_REP, ServiceRep.class).data().ciphertext());
        stage.tale().show(echo.lines("K8."));

        stage.tale().step("The attacker cuts the first block off: the rest is an authenticator of alice's.");
        stage.tale().show(arithmetic(stage.config()));
        Blocks authenticator = echo.from(1);
        stage.tale().step("The attacker shows it to the service, with the token that she showed.");
        Outcome outcome = stage.attemptAndTell(() -> enter(authenticator, stage));
        ByHand.open(stage, "authenticator", authenticator, token.sessionKey());
        return outcome;
    }

    private static Outcome enter(Blocks authenticator, Stage stage) throws Exception {
        ApReq heard = stage.last(MessageType.AP_REQ, ApReq.class);
        try (Line line = stage.line(Party.SERVICE)) {
            line.ask(new ApReq(heard.token(), new Sealed<>(authenticator.bytes())), ApRep.class);
            return Outcome.succeeded("the service lets the attacker's connection in as alice, with K6");
        }
    }
}
