package hallpass.attack.catalogue;

import hallpass.adversary.Decision;
import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.attack.Attack;
import hallpass.attack.Blocks;
import hallpass.attack.ByHand;
import hallpass.attack.Card;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.Visit;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.message.ApReq;
import hallpass.message.MessageType;
import hallpass.message.ServiceReq;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
import java.time.Duration;
import java.util.List;
import java.util.Set;

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
    public Card card() {
        return new Card(
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
                List.of(Sources.NDSS_2004),
                Set.of(Guard.AEAD, Guard.KEY_USAGE));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "key-usage stops this form, where the time comes out of an authenticator; out of another request it "
                        + "would not.",
                "replay-cache does not stop it: these bytes were never accepted before.");
    }

    @Override
    public List<String> arithmetic(RealmConfig realm) {
        return List.of(
                "K7: request (2+r bytes), time (2+8). The time begins at byte 4+r: with a",
                "block where r is 12, 28, 44 ... letters.",
                "K5's authenticator: name (2+n), time (2+8). The time begins at byte 4+n,",
                "which is " + (4 + name.length()) + " for " + name + ".");
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "a name of eleven letters: the last block of the authenticator is no time",
                new E6RequestSplice("reception.1"),
                "41 service"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person victim = stage.person(name);
        HeldToken token = victim.token(victim.login());
        stage.tale().step(victim + " has the gate opened, and shut again. The attacker records the first request.");
        String open = aligned("notes put gate is open");
        victim.client().request(token, open);
        Blocks old = new Blocks(
                stage.last(MessageType.SERVICE_REQ, ServiceReq.class).request().ciphertext());
        victim.client().request(token, "notes put gate is shut");

        stage.tale().step("Ten minutes later nobody believes that request any more. " + victim + " comes again.");
        stage.pass(Duration.ofMinutes(10));
        Outcome outcome = stage.attempt(() -> slipIn(old, victim, token, stage));
        ByHand.open(stage, "spliced request", splice(old, stage), token.sessionKey());
        return outcome;
    }

    private static String aligned(String request) {
        return request + ".".repeat(Math.floorMod(Blocks.SIZE - 4 - request.length(), Blocks.SIZE));
    }

    private static Blocks splice(Blocks old, Stage stage) {
        Blocks authenticator = new Blocks(
                stage.last(MessageType.AP_REQ, ApReq.class).authenticator().ciphertext());
        return old.before(old.count() - 1).then(authenticator.from(authenticator.count() - 1));
    }

    private static Outcome slipIn(Blocks old, Person victim, HeldToken token, Stage stage) throws Exception {
        stage.forgetWhatServersSaw();
        stage.adversary().follow(passing -> isRequest(passing) ? behind(passing, old, stage) : Decision.PASS);
        int before = answers(stage).size();
        try (Visit visit = victim.client().enter(token)) {
            visit.ask("whoami");
            stage.await(() -> answers(stage).size() >= before + 2);
        } finally {
            stage.adversary().follow(passing -> Decision.PASS);
        }
        stage.tale().step("The attacker puts behind the new request the old one, with the time of the authenticator.");
        Blocks spliced = splice(old, stage);
        stage.tale().show(Blocks.sideBySide("old request", old, "spliced request", spliced));
        stage.tellWhatServersSaw();
        stage.throwIfRefused(answers(stage).get(before + 1));
        String gate = victim.client().request(token, "notes get gate");
        return gate.startsWith("is open")
                ? Outcome.succeeded("the gate that " + victim + " shut is open again: the note says \"" + gate + "\"")
                : Outcome.nothing("the gate stays shut");
    }

    private static boolean isRequest(Passing passing) {
        return passing.is(MessageType.SERVICE_REQ) && passing.direction() == Direction.TO_SERVER;
    }

    private static Decision behind(Passing passing, Blocks old, Stage stage) {
        ServiceReq spliced = new ServiceReq(new Sealed<>(splice(old, stage).bytes()));
        return Decision.instead(passing.frame(), MessageType.encode(spliced));
    }

    /** What the service said to requests. */
    private static List<Passing> answers(Stage stage) {
        return stage.heard().stream()
                .filter(passing -> passing.server() == Party.SERVICE)
                .filter(passing -> passing.is(MessageType.SERVICE_REP) || passing.is(MessageType.ERROR))
                .toList();
    }
}
