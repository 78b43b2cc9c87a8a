package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
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

/**
 * Logs in at a host with a password of the attacker's choice, which only the attacker's KDC
 * accepts.
 */
public final class A10FalseKdc implements Attack {
    private static final String ATTACKER_PASSWORD = "open sesame";
    /** The session key and, as in E4, the beginning of the name. */
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

    /** The attack with names that align as in E4; with ECB, {@code verify-kdc} does not stop it. */
    public static Attack withNamesThatAlign() {
        return new A10FalseKdc("administrator", "administratox");
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A10",
                "false KDC",
                "A login host admits a user whose login succeeds, and a login succeeds if the typed "
                        + "password decrypts the AS's reply. Both can be the attacker's: they type alice's "
                        + "name and any password, and their own AS on the network answers with that password's "
                        + "key. The realm's KDC is never involved.",
                List.of("sit at the login host", "answer on its network in the KDC's place"),
                List.of(
                        References.BELLOVIN_MERRITT,
                        "MIT krb5.conf, verify_ap_req_nofail: whether a login host must verify its KDC"),
                Defences.of(Guard.VERIFY_KDC, "41 client").hardened("31 client"));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "With verify-kdc the attacker tries everything that a rogue KDC can offer: a token "
                        + "under its own key, mallory's token, an old token of alice's, and the two "
                        + "spliced together.",
                "With ECB and names that align as in E4, the spliced token is valid: verify-kdc "
                        + "needs aead as well.");
    }

    @Override
    public Set<Party> servers() {
        return Set.of(Party.AS, Party.TGS);
    }

    /**
     * A host that users log in to with the client library, and that then gives them access to their
     * files.
     */
    private record LoginHost(KerberosClient client, String secretFile) {
        String login(PrincipalName user, String typed) throws ClientException {
            client.login(user, typed::toCharArray);
            return secretFile;
        }
    }

    /** A token that the rogue KDC returns when the host requests one for itself. */
    private record OfferedToken(String description, CachedToken token) {}

    @Override
    public Outcome run(AttackContext context) throws Exception {
        Narration narration = context.narration();
        KerberosUser owner = context.user(victim);
        String secret = context.principals().phrase("secret of " + owner);
        LoginHost host = new LoginHost(context.client(), secret);
        narration.step(owner + " logs in at a host, stores a file there and logs out.");
        host.login(owner.name(), owner.password());

        narration.step("The attacker sits down at the host. On its network is their own AS, where " + owner
                + " has the password \"" + ATTACKER_PASSWORD + "\".");
        RogueKdc kdc = new RogueKdc(owner.name(), ATTACKER_PASSWORD, context);
        narration.verbatim(List.of(
                "key derived by the host        " + firstBlock(kdc.userKey()),
                "K_c at the attacker's AS       " + firstBlock(kdc.userKey()),
                "K_c at the realm's AS          " + firstBlock(context.principalKey(owner.name(), "K_c"))
                        + "  not used"));

        List<OfferedToken> tokens = offeredTokens(owner, context);
        Outcome outcome = Outcome.notTried("the rogue KDC has nothing to offer");
        for (int i = 0; i < tokens.size() && outcome.verdict() != Verdict.SUCCEEDED; i++) {
            narration.step("The attacker types \"" + owner + "\" and \"" + ATTACKER_PASSWORD + "\""
                    + tokens.get(i).description() + ".");
            outcome = tryLogin(host, owner, kdc, tokens.get(i).token(), context);
            narration.paragraph(outcome.evidence());
        }
        return outcome;
    }

    private static String firstBlock(SymmetricKey key) {
        return AesBlocks.of(key.exposeMaterial()).block(0).toHex();
    }

    /** One token, unless the host was observed to request a token for itself. */
    private List<OfferedToken> offeredTokens(KerberosUser owner, AttackContext context) throws Exception {
        List<TgsRep> heard = context.allMessages(MessageType.TGS_REP, TgsRep.class);
        SymmetricKey anyKey = context.sealer().newKey("K_s", context.lab().randomness());
        CachedToken underAnyKey = Forgery.forgeToken(owner, RealmConfig.HOST_SERVICE, anyKey, context);
        if (heard.isEmpty()) {
            return List.of(new OfferedToken("", underAnyKey));
        }
        Sealed<Token> victimToken = heard.get(heard.size() - 1).token();
        KerberosUser account = context.user(attacker);
        CachedToken ownToken = account.client().requestToken(account.login(), RealmConfig.HOST_SERVICE);
        return List.of(
                new OfferedToken(". The host receives a token under a key of the attacker's", underAnyKey),
                new OfferedToken(" again. The host receives a token that the real TGS issued to " + attacker, ownToken),
                new OfferedToken(
                        " again. The host receives the token of " + owner + "'s own login, which the attacker recorded",
                        withToken(ownToken, victimToken)),
                new OfferedToken(
                        " again. The host receives " + attacker + "'s first blocks, with the session key, and " + owner
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
                    return Outcome.succeeded(
                            "the host admits the attacker as " + owner + " and shows her file: " + file);
                });
    }
}
