package hallpass.attack;

import hallpass.as.AuthenticationExchange;
import hallpass.as.PreAuthentication;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.PasswordToKey.NewKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.protocol.Applicants;
import hallpass.protocol.Binding;
import hallpass.protocol.Conversation;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A KDC of the attacker's own, with the realm's names, and a password of the attacker's choice for one of its users. */
public final class FalseKdc {
    private final Stage stage;
    private final Principal user;
    private final Principal ticketGranting;

    public FalseKdc(PrincipalName user, String password, Stage stage) {
        this.stage = stage;
        NewKey made = stage.config()
                .profile()
                .passwordToKey()
                .newKey("K_c", password.toCharArray(), stage.lab().randomness());
        this.user = principal(Kind.USER, user, made.salt(), made.key());
        SymmetricKey key = stage.seals().newKey("K_tgs", stage.lab().randomness());
        this.ticketGranting = principal(Kind.SERVICE, stage.config().ticketGrantingName(), "", key);
    }

    private Principal principal(Kind kind, PrincipalName name, String salt, SymmetricKey key) {
        CipherSuite suite = stage.seals().suite();
        return new Principal(name, kind, Instant.EPOCH, false, new Principal.Key(1, suite.name(), salt, key));
    }

    /** What it made of the password. */
    public SymmetricKey userKey() {
        return user.key().value();
    }

    /** The AS's own code, with these two accounts. */
    public Conversation as() {
        Principals accounts = new Accounts(Map.of(user.name(), user, ticketGranting.name(), ticketGranting));
        AuthenticationExchange exchange = new AuthenticationExchange(
                accounts,
                Applicants.known(accounts),
                stage.seals(),
                stage.lab().randomness(),
                stage.config().kdcPolicy(),
                PreAuthentication.in(stage.config().profile(), stage.lab().randomness()));
        return (request, at) -> {
            if (request instanceof AsReq asReq) {
                return exchange.answer(asReq, at);
            } else if (request instanceof PreAuthenticationReq question) {
                return exchange.answer(question, at);
            }
            throw knowsNoAnswer();
        };
    }

    /** Gives everybody this one token, and says which session key is in it. */
    public Conversation tgs(HeldToken token) {
        return (request, at) -> {
            if (!(request instanceof TgsReq asked)) {
                throw knowsNoAnswer();
            }
            SymmetricKey sessionKey = stage.seals()
                    .open(Ticket.PART, asked.ticket(), ticketGranting.key().value(), at.trace())
                    .sessionKey();
            TgsRepPart part =
                    new TgsRepPart(token.sessionKey(), asked.service(), at.now(), token.lifetime(), asked.nonce());
            return new TgsRep(
                    stage.seals().seal(TgsRepPart.PART, part, sessionKey, Binding.replyTo(asked), at.trace()),
                    token.token());
        };
    }

    private static Refusal knowsNoAnswer() {
        return new Refusal(ErrorCode.KRB_AP_ERR_MSG_TYPE, "the attacker knows no answer");
    }

    private record Accounts(Map<PrincipalName, Principal> byName) implements Principals {
        @Override
        public Optional<Principal> find(PrincipalName name) {
            return Optional.ofNullable(byName.get(name));
        }

        @Override
        public OptionalInt replaceKey(
                PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey) {
            return OptionalInt.empty();
        }
    }
}
