package hallpass.attack;

import hallpass.as.AsExchange;
import hallpass.as.PreAuthentication;
import hallpass.client.credential.CachedToken;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.StringToKey.SaltedKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClientLookup;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.RequestHandler;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A KDC with the realm's names that knows one user, with a password of the attacker's choice. */
public final class RogueKdc {
    private final AttackContext context;
    private final Principal user;
    private final Principal tgs;

    public RogueKdc(PrincipalName user, String password, AttackContext context) {
        this.context = context;
        SaltedKey newKey = context.config()
                .profile()
                .stringToKey()
                .newKey("K_c", password.toCharArray(), context.lab().randomness());
        this.user = principal(PrincipalType.USER, user, newKey.salt(), newKey.key());
        SymmetricKey key = context.sealer().newKey("K_tgs", context.lab().randomness());
        this.tgs = principal(PrincipalType.SERVICE, context.config().tgsName(), "", key);
    }

    private Principal principal(PrincipalType kind, PrincipalName name, String salt, SymmetricKey key) {
        CipherSuite suite = context.sealer().cipherSuite();
        return new Principal(name, kind, Instant.EPOCH, false, new Principal.VersionedKey(1, suite.name(), salt, key));
    }

    /** The key that was derived from the attacker's password. */
    public SymmetricKey userKey() {
        return user.key().value();
    }

    /** The AS implementation, with these two accounts. */
    public RequestHandler asHandler() {
        Principals accounts = new FixedPrincipals(Map.of(user.name(), user, tgs.name(), tgs));
        AsExchange exchange = new AsExchange(
                accounts,
                ClientLookup.of(accounts),
                context.sealer(),
                context.lab().randomness(),
                context.config().kdcPolicy(),
                PreAuthentication.forProfile(
                        context.config().profile(), context.lab().randomness()));
        return (request, exchangeContext) -> {
            if (request instanceof AsReq asReq) {
                return exchange.answer(asReq, exchangeContext);
            } else if (request instanceof PreAuthenticationReq preAuthenticationReq) {
                return exchange.answer(preAuthenticationReq, exchangeContext);
            }
            throw unsupportedMessage();
        };
    }

    /** A TGS that returns the given token for every request. */
    public RequestHandler tgsHandler(CachedToken token) {
        return (request, exchangeContext) -> {
            if (!(request instanceof TgsReq asked)) {
                throw unsupportedMessage();
            }
            SymmetricKey sessionKey = context.sealer()
                    .open(Ticket.PART, asked.ticket(), tgs.key().value(), exchangeContext.trace())
                    .sessionKey();
            TgsRepPart part = new TgsRepPart(
                    token.sessionKey(), asked.service(), exchangeContext.now(), token.lifetime(), asked.nonce());
            return new TgsRep(
                    context.sealer()
                            .seal(
                                    TgsRepPart.PART,
                                    part,
                                    sessionKey,
                                    AssociatedData.ofReplyTo(asked),
                                    exchangeContext.trace()),
                    token.token());
        };
    }

    private static Refusal unsupportedMessage() {
        return new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "the rogue KDC cannot answer this message");
    }

    private record FixedPrincipals(Map<PrincipalName, Principal> byName) implements Principals {
        @Override
        public Optional<Principal> find(PrincipalName name) {
            return Optional.ofNullable(byName.get(name));
        }

        @Override
        public OptionalInt replaceKey(
                PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey, Instant now) {
            return OptionalInt.empty();
        }
    }
}
