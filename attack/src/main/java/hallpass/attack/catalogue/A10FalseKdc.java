package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Blocks;
import hallpass.attack.Card;
import hallpass.attack.FalseKdc;
import hallpass.attack.Forgery;
import hallpass.attack.Impostor;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.attack.Verdict;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import hallpass.trace.Party;
import java.util.List;
import java.util.Set;

/** Whoever types a password may have told it to whoever answers. */
public final class A10FalseKdc implements Attack {
    private static final String TYPED = "open sesame";
    /** And with as much of the name as E4 says. */
    private static final int BLOCKS_WITH_THE_KEY = 2;

    private final String victim;
    private final String attacker;

    public A10FalseKdc() {
        this("alice", "mallory");
    }

    private A10FalseKdc(String victim, String attacker) {
        this.victim = victim;
        this.attacker = attacker;
    }

    /** The same by somebody whose name can be cut as in E4: where seals are ECB, {@code verify-kdc} does not stop it. */
    public static Attack withNamesThatAlign() {
        return new A10FalseKdc("administrator", "administratox");
    }

    @Override
    public Card card() {
        return new Card(
                "A10",
                "false KDC",
                "A machine lets in whose login succeeds, and a login succeeds if the typed password opens the AS's reply. "
                        + "Both are the attacker's: they type alice's name and a password of their choice, and have "
                        + "their own AS on the wire, where alice has that password. The realm's KDC is never asked.",
                List.of("to sit at the machine", "to answer on its wire in the KDC's place"),
                List.of(
                        Sources.BELLOVIN_MERRITT,
                        "MIT krb5.conf, verify_ap_req_nofail: whether a login host must check its KDC"),
                Set.of(Guard.VERIFY_KDC));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "With verify-kdc the attacker tries what a false KDC can pass on: a token under a key of its own, one of "
                        + "mallory's, one of alice's that was heard earlier, and the two cut together.",
                "Where seals are ECB and names align as in E4, the last of these is a good token: verify-kdc wants "
                        + "aead beside it.");
    }

    @Override
    public Set<Party> servers() {
        return Set.of(Party.AS, Party.TGS);
    }

    /** A machine that people log in to, with the client's own code; who is let in has what is theirs there. */
    private record LoginHost(KerberosClient client, String home) {
        String letIn(PrincipalName user, String typed) throws Failure {
            client.login(user, typed::toCharArray);
            return home;
        }
    }

    /** What a false KDC gives the machine that asks for a token for itself. */
    private record Offer(String what, HeldToken token) {}

    @Override
    public Outcome run(Stage stage) throws Exception {
        Person owner = stage.person(victim);
        String secret = stage.cast().words("secret of " + owner);
        LoginHost host = new LoginHost(stage.client(), secret);
        stage.tale().step(owner + " logs in at a machine, leaves a file there, and goes home.");
        host.letIn(owner.name(), owner.password());

        stage.tale()
                .step("The attacker sits down at it, with an AS of their own on its wire. There, " + owner
                        + " has the password \"" + TYPED + "\".");
        FalseKdc kdc = new FalseKdc(owner.name(), TYPED, stage);
        stage.tale()
                .show(List.of(
                        "what the machine makes of it   " + start(kdc.userKey()),
                        "K_c at the attacker's AS       " + start(kdc.userKey()),
                        "K_c at the realm's AS          " + start(stage.keyOf(owner.name(), "K_c")) + "  not asked"));

        List<Offer> offers = offers(owner, stage);
        Outcome outcome = Outcome.notTried("a false KDC has something to offer");
        for (int i = 0; i < offers.size() && outcome.verdict() != Verdict.SUCCEEDED; i++) {
            stage.tale()
                    .step("The attacker types \"" + owner + "\" and \"" + TYPED + "\""
                            + offers.get(i).what() + ".");
            outcome = tryToEnter(host, owner, kdc, offers.get(i).token(), stage);
            stage.tale().say(outcome.evidence());
        }
        return outcome;
    }

    private static String start(SymmetricKey key) {
        return Blocks.of(key.exposeMaterial()).block(0).toHex();
    }

    /** One, unless the machine was heard to ask for a token for itself. */
    private List<Offer> offers(Person owner, Stage stage) throws Exception {
        List<TgsRep> heard = stage.all(MessageType.TGS_REP, TgsRep.class);
        SymmetricKey anyKey = stage.seals().newKey("K_s", stage.lab().randomness());
        HeldToken underAnyKey = Forgery.token(owner, RealmConfig.HOST, anyKey, stage);
        if (heard.isEmpty()) {
            return List.of(new Offer("", underAnyKey));
        }
        Sealed<Token> hers = heard.get(heard.size() - 1).token();
        Person account = stage.person(attacker);
        HeldToken own = account.client().token(account.login(), RealmConfig.HOST);
        return List.of(
                new Offer(". The machine gets a token under a key of the attacker's", underAnyKey),
                new Offer(" again. The machine gets a token that the real TGS made for " + attacker, own),
                new Offer(
                        " again. The machine gets the token of " + owner + "'s own login, which the attacker heard",
                        instead(own, hers)),
                new Offer(
                        " again. The machine gets " + attacker + "'s first blocks, with the key, and " + owner
                                + "'s other blocks",
                        instead(own, cut(own.token(), hers))));
    }

    private static Sealed<Token> cut(Sealed<Token> own, Sealed<Token> hers) {
        return new Sealed<>(new Blocks(own.ciphertext())
                .before(BLOCKS_WITH_THE_KEY)
                .then(new Blocks(hers.ciphertext()).from(BLOCKS_WITH_THE_KEY))
                .bytes());
    }

    private static HeldToken instead(HeldToken own, Sealed<Token> token) {
        return new HeldToken(own.client(), own.server(), own.sessionKey(), token, own.issuedAt(), own.lifetime());
    }

    private static Outcome tryToEnter(LoginHost host, Person owner, FalseKdc kdc, HeldToken token, Stage stage)
            throws Exception {
        Impostor as = new Impostor(Party.AS, kdc.as(), stage);
        Impostor tgs = new Impostor(Party.TGS, kdc.tgs(token), stage);
        return stage.attempt(passing -> passing.server() == Party.AS ? as.decide(passing) : tgs.decide(passing), () -> {
            String file = host.letIn(owner.name(), TYPED);
            return Outcome.succeeded("the machine lets the attacker in as " + owner + ", to her file: " + file);
        });
    }
}
