package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Blocks;
import hallpass.attack.ByHand;
import hallpass.attack.Card;
import hallpass.attack.Forgery;
import hallpass.attack.Line;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.BadSaltException;
import hallpass.crypto.GuessablePassphrases;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import hallpass.protocol.Refusal;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A token is something sealed with the service's key, and everybody with an account is given one. */
public final class A3ServiceKeyGuessing implements Attack {
    /** In the order in which they are tried. */
    private static final List<String> PASSPHRASES = GuessablePassphrases.WORDS.stream()
            .flatMap(first -> GuessablePassphrases.WORDS.stream().map(second -> first + "-" + second))
            .toList();

    /** Of those that cost 600,000 hashes each. All would take a quarter of an hour. */
    private static final int SLOW_TRIES = 4;

    private final Optional<PrincipalName> service;

    public A3ServiceKeyGuessing() {
        this(Optional.empty());
    }

    /** @param service another one than the realm's, with a random key */
    private A3ServiceKeyGuessing(Optional<PrincipalName> service) {
        this.service = service;
    }

    private record Guess(String passphrase, int number, SymmetricKey key) {}

    @Override
    public Card card() {
        return new Card(
                "A3",
                "guessing a service's passphrase",
                "The TGS gives everybody with an account a token for any service, and the token is sealed with the "
                        + "service's key. Where an administrator made that key of a passphrase, whoever asks has "
                        + "something to try a list of words on, at home. Who finds it makes tokens for this service, "
                        + "in anybody's name.",
                List.of("any account", "a service whose key was made of a passphrase that is in a list"),
                List.of("MITRE ATT&CK T1558.003, Kerberoasting", Sources.BELLOVIN_MERRITT),
                Set.of(Guard.RANDOM_SERVICE_KEYS, Guard.SALTED_KDF));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "random-service-keys leaves nothing to guess: there is no passphrase.",
                "salted-kdf stops it here by a salt that nobody is told: K12 tells those of users alone, and a service "
                        + "has its key in a file. Who reads the salt in the KDC's store, or in a copy of it, may try "
                        + "again; 4096 passphrases of 600,000 hashes each are then a quarter of an hour for one "
                        + "processor, and not a blink. It is no cure for a passphrase out of a short list.");
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control(
                "a service whose key is random",
                new A3ServiceKeyGuessing(Optional.of(new PrincipalName("print/localhost"))),
                "nothing"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        PrincipalName target = service.orElse(stage.config().serviceName());
        if (service.isPresent()) {
            stage.lab().addService(target);
        }
        Person victim = stage.person("alice");
        Person attacker = stage.person("mallory");
        stage.tale().step("alice keeps a note at the desk.");
        Note note = victim.keepNote(stage);

        stage.tale().step(attacker + ", with an account of their own, asks the TGS for a token for " + target + ".");
        HeldToken own = attacker.client().token(attacker.login(), target);
        Blocks sealed = new Blocks(own.token().ciphertext());
        stage.tale()
                .say("The token has " + sealed.bytes().size() + " bytes, sealed with the key of " + target
                        + ". That the attacker asked for it is all that the realm ever sees.");

        stage.tale()
                .step("At home, the attacker tries passphrases of two words on it, " + PASSPHRASES.size()
                        + " in all. The right one opens a token that says " + attacker + ".");
        return stage.attempt(() -> {
            Optional<Guess> guess = guess(own, stage);
            if (guess.isEmpty()) {
                return Outcome.nothing("no passphrase that was tried opens the token");
            }
            tell(guess.get(), stage);
            Outcome outcome = use(guess.get().key(), victim, note, stage);
            ByHand.open(
                    stage,
                    "token",
                    sealed,
                    guess.get().passphrase(),
                    guess.get().key());
            return outcome;
        });
    }

    private static Optional<Guess> guess(HeldToken own, Stage stage) throws Exception {
        try {
            return guess(PASSPHRASES, "", own, stage);
        } catch (BadSaltException salted) {
            stage.tale()
                    .step("Here a key is mixed with a salt. The attacker asks the AS for that of " + own.server()
                            + ".");
            return guess(PASSPHRASES.subList(0, SLOW_TRIES), salt(own.server(), stage), own, stage);
        }
    }

    private static String salt(PrincipalName name, Stage stage) throws Exception {
        try (Line line = stage.line(Party.AS)) {
            return line.ask(new PreAuthenticationReq(name), PreAuthenticationRep.class)
                    .salt();
        }
    }

    private static Optional<Guess> guess(List<String> passphrases, String salt, HeldToken own, Stage stage)
            throws BadSaltException {
        PasswordToKey passwords = stage.config().profile().passwordToKey();
        for (int tried = 0; tried < passphrases.size(); tried++) {
            String passphrase = passphrases.get(tried);
            SymmetricKey key = passwords.toKey("K_s", passphrase.toCharArray(), salt);
            if (opens(own, key, stage)) {
                return Optional.of(new Guess(passphrase, tried + 1, key));
            }
        }
        return Optional.empty();
    }

    private static boolean opens(HeldToken own, SymmetricKey key, Stage stage) {
        try {
            return stage.seals()
                    .open(Token.PART, own.token(), key, Trace.NONE)
                    .client()
                    .equals(own.client());
        } catch (Refusal wrong) {
            return false;
        }
    }

    private static void tell(Guess found, Stage stage) throws BadSaltException {
        PasswordToKey passwords = stage.config().profile().passwordToKey();
        String first = PASSPHRASES.get(0);
        stage.tale()
                .show(List.of(
                        line(new Guess(first, 1, passwords.toKey("K_s", first.toCharArray(), "")), "does not open it"),
                        "...",
                        line(found, "opens it")));
    }

    private static String line(Guess guess, String result) {
        return "%4d %-16s %s %s"
                .formatted(
                        guess.number(),
                        guess.passphrase(),
                        Blocks.of(guess.key().exposeMaterial()).block(0).toHex(),
                        result);
    }

    private static Outcome use(SymmetricKey key, Person victim, Note note, Stage stage) throws Exception {
        stage.tale().step("The attacker makes a token for " + victim + " with it, and asks the service for her note.");
        HeldToken forged = Forgery.token(victim, stage.config().serviceName(), key, stage);
        return stage.attemptAndTell(() -> Forgery.readNote(forged, note, stage));
    }
}
