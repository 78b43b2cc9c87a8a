package hallpass.attack;

import hallpass.client.exchange.AsExchangeClient;
import hallpass.client.exchange.WrongPasswordException;
import hallpass.crypto.BadSaltException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.Party;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import java.util.List;
import java.util.Optional;

/** Tests a word list against an AS reply, with the client library's own code. */
public final class PasswordGuesser {
    /** Common passwords. A real list has millions, which take some minutes. */
    public static final List<String> PASSWORDS = List.of(
            "123456",
            "password",
            "qwerty",
            "letmein",
            "dragon",
            "baseball",
            "football",
            "monkey",
            "sunshine",
            "princess",
            "shadow",
            "master",
            "superman",
            "welcome",
            "hallpass");

    private final AttackContext context;

    public PasswordGuesser(AttackContext context) {
        this.context = context;
    }

    /**
     * The user with the guessed password, if the AS knows the name and the list has the password.
     */
    public Optional<KerberosUser> guess(String name) throws Exception {
        AsExchangeClient exchange = context.settings().asExchange();
        AsReq request = exchange.createRequest(
                new PrincipalName(name),
                context.config().tgsName(),
                context.lab().randomness(),
                context.exchangeContext());
        try (AttackerConnection connection = context.connect(Party.AS)) {
            String salt = connection
                    .request(new PreAuthenticationReq(request.client()), PreAuthenticationRep.class)
                    .salt();
            AsRep reply = connection.request(request, AsRep.class);
            ExchangeContext exchangeContext = context.exchangeContext();
            for (String password : PASSWORDS) {
                if (opens(exchange, request, reply, key(password, salt), exchangeContext)) {
                    return Optional.of(new KerberosUser(new PrincipalName(name), password, context.settings()));
                }
            }
            return Optional.empty();
        }
    }

    private SymmetricKey key(String password, String salt) throws BadSaltException {
        return context.config().profile().stringToKey().toKey("K_c", password.toCharArray(), salt);
    }

    private static boolean opens(
            AsExchangeClient exchange, AsReq request, AsRep reply, SymmetricKey key, ExchangeContext exchangeContext)
            throws Refusal {
        try {
            exchange.acceptReply(request, reply, key, exchangeContext);
            return true;
        } catch (WrongPasswordException wrong) {
            return false;
        }
    }
}
