package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.RogueKdc;
import hallpass.attack.ServerImpersonator;
import hallpass.attack.Verdict;
import hallpass.client.ClientException;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedToken;
import hallpass.config.RealmConfig;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Set;

/** Whoever types a password may have told it to whoever answers. */
public final class A10FalseKdc implements Attack {
    private static final String ATTACKER_PASSWORD = "open sesame";
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
    public AttackDescription description() {
        return new AttackDescription(
                "A10",
                "false KDC",
                "A machine lets in whose login succeeds, and a login succeeds if the typed password opens the AS's reply. "
                        + "Both are the attacker's: they type alice's name and a password of their choice, and have "
                        + "their own AS on the wire, where alice has that password. The realm's KDC is never asked.",
                List.of("to sit at the machine", "to answer on its wire in the KDC's place"),
                List.of(
                        References.BELLOVIN_MERRITT,
                        "MIT krb5.conf, verify_ap_req_nofail: whether a login host must check its KDC"),
                Defences.of(Guard.VERIFY_KDC, "41 client").hardened("31 client"));
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
    private record LoginHost(KerberosClient client, String secretFile) {
        String login(PrincipalName user, String typed) throws ClientException {
            client.login(user, typed::toCharArray);
            return secretFile;
        }
    }

    /** What a false KDC gives the machine that asks for a token for itself. */
    private record OfferedToken(String description, CachedToken token) {}

    @Override
    public Outcome run(AttackContext context) throws Exception {
        KerberosUser owner = context.user(victim);
        String secret = context.principals().phrase("secret of " + owner);
        LoginHost host = new LoginHost(context.client(), secret);
        context.narration().step(owner + " logs in at a machine, leaves a file there, and goes home.");
        host.login(owner.name(), owner.password());

        context
                .narration()
                .step("The attacker sits down at it, with an AS of their own on its wire. There, " + owner
                        + " has the password \"" + ATTACKER_PASSWORD + "\".");
        RogueKdc kdc = new RogueKdc(owner.name(), ATTACKER_PASSWORD, context);
        context
                .narration()
                .verbatim(List.of(
                        "what the machine makes of it   " + firstBlock(kdc.userKey()),
                        "K_c at the attacker's AS       " + firstBlock(kdc.userKey()),
                        "K_c at the realm's AS          " + firstBlock(context.principalKey(owner.name(), "K_c"))
                                + "  not asked"));

        List<OfferedToken> tokens = offeredTokens(owner, context);
        Outcome outcome = Outcome.notTried("a false KDC has something to offer");
        for (int i = 0; i < tokens.size() && outcome.verdict() != Verdict.SUCCEEDED; i++) {
            context
                    .narration()
                    .step("The attacker types \"" + owner + "\" and \"" + ATTACKER_PASSWORD + "\""
                            + tokens.get(i).description() + ".");
            outcome = tryLogin(host, owner, kdc, tokens.get(i).token(), context);
            context.narration().paragraph(outcome.evidence());
        }
        return outcome;
    }

    private static String firstBlock(SymmetricKey key) {
        return AesBlocks.of(key.exposeMaterial()).block(0).toHex();
    }

    /** One, unless the machine was heard to ask for a token for itself. */
    private List<OfferedToken> offeredTokens(KerberosUser owner, AttackContext context) throws Exception {
        List<TgsRep> heard = context.allMessages(MessageType.TGS_REP, TgsRep.class);
        SymmetricKey anyKey =
                context.sealer().newKey("K_s", context.lab().randomness());
        CachedToken underAnyKey = Forgery.forgeToken(owner, RealmConfig.HOST_SERVICE, anyKey, context);
        if (heard.isEmpty()) {
            return List.of(new OfferedToken("", underAnyKey));
        }
        Sealed<Token> victimToken = heard.get(heard.size() - 1).token();
        KerberosUser account = context.user(attacker);
        CachedToken ownToken = account.client().requestToken(account.login(), RealmConfig.HOST_SERVICE);
        return List.of(
                new OfferedToken(". The machine gets a token under a key of the attacker's", underAnyKey),
                new OfferedToken(" again. The machine gets a token that the real TGS made for " + attacker, ownToken),
                new OfferedToken(
                        " again. The machine gets the token of " + owner + "'s own login, which the attacker heard",
                        withToken(ownToken, victimToken)),
                new OfferedToken(
                        " again. The machine gets " + attacker + "'s first blocks, with the key, and " + owner
                                + "'s other blocks",
                        withToken(ownToken, spliceTokens(ownToken.token(), victimToken))));
    }

    private static Sealed<Token> spliceTokens(Sealed<Token> own, Sealed<Token> victimToken) {
        return new Sealed<>(new AesBlocks(own.ciphertext())
                .before(BLOCKS_WITH_THE_KEY)
                .append(new AesBlocks(victimToken.ciphertext()).from(BLOCKS_WITH_THE_KEY))
                .bytes());
    }

    private static CachedToken withToken(CachedToken own, Sealed<Token> token) {
        return new CachedToken(own.client(), own.server(), own.sessionKey(), token, own.issuedAt(), own.lifetime());
    }

    private static Outcome tryLogin(
            LoginHost host, KerberosUser owner, RogueKdc kdc, CachedToken token, AttackContext context)
            throws Exception {
        ServerImpersonator as = new ServerImpersonator(Party.AS, kdc.asHandler(), context);
        ServerImpersonator tgs = new ServerImpersonator(Party.TGS, kdc.tgsHandler(token), context);
        return context.attempt(
                recorded -> recorded.server() == Party.AS ? as.decide(recorded) : tgs.decide(recorded), () -> {
                    String file = host.login(owner.name(), ATTACKER_PASSWORD);
                    return Outcome.succeeded("the machine lets the attacker in as " + owner + ", to her file: " + file);
                });
    }
}
