package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.OpensslInstructions;
import hallpass.attack.Outcome;
import hallpass.attack.References;
import hallpass.attack.SecretNote;
import hallpass.client.credential.CachedToken;
import hallpass.crypto.BadSaltException;
import hallpass.crypto.GuessablePassphrases;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Party;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.protocol.Guard;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import java.util.List;
import java.util.Optional;

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
    public AttackDescription description() {
        return new AttackDescription(
                "A3",
                "guessing a service's passphrase",
                "The TGS gives everybody with an account a token for any service, and the token is sealed with the "
                        + "service's key. Where an administrator made that key of a passphrase, whoever asks has "
                        + "something to try a list of words on, at home. Who finds it makes tokens for this service, "
                        + "in anybody's name.",
                List.of("any account", "a service whose key was made of a passphrase that is in a list"),
                List.of("MITRE ATT&CK T1558.003, Kerberoasting", References.BELLOVIN_MERRITT),
                Defences.of(Guard.RANDOM_SERVICE_KEYS, "nothing")
                        .and(Guard.SALTED_KDF, "6 as")
                        .hardened("nothing"));
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
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a service whose key is random",
                new A3ServiceKeyGuessing(Optional.of(new PrincipalName("print/localhost"))),
                "nothing"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        PrincipalName target = service.orElse(context.config().serviceName());
        if (service.isPresent()) {
            context.lab().addService(target);
        }
        KerberosUser victim = context.user("alice");
        KerberosUser attacker = context.user("mallory");
        context.narration().step("alice keeps a note at the desk.");
        SecretNote note = victim.storeNote(context);

        context
                .narration()
                .step(attacker + ", with an account of their own, asks the TGS for a token for " + target + ".");
        CachedToken ownToken = attacker.client().requestToken(attacker.login(), target);
        AesBlocks sealed = new AesBlocks(ownToken.token().ciphertext());
        context
                .narration()
                .paragraph("The token has " + sealed.bytes().size() + " bytes, sealed with the key of " + target
                        + ". That the attacker asked for it is all that the realm ever sees.");

        context
                .narration()
                .step("At home, the attacker tries passphrases of two words on it, " + PASSPHRASES.size()
                        + " in all. The right one opens a token that says " + attacker + ".");
        return context.attempt(() -> {
            Optional<Guess> guess = guess(ownToken, context);
            if (guess.isEmpty()) {
                return Outcome.noEffect("no passphrase that was tried opens the token");
            }
            narrateGuess(guess.get(), context);
            Outcome outcome = forgeAndUseToken(guess.get().key(), victim, note, context);
            OpensslInstructions.print(
                    context,
                    "token",
                    sealed,
                    guess.get().passphrase(),
                    guess.get().key());
            return outcome;
        });
    }

    private static Optional<Guess> guess(CachedToken own, AttackContext context) throws Exception {
        try {
            return guess(PASSPHRASES, "", own, context);
        } catch (BadSaltException salted) {
            context
                    .narration()
                    .step("Here a key is mixed with a salt. The attacker asks the AS for that of " + own.server()
                            + ".");
            return guess(PASSPHRASES.subList(0, SLOW_TRIES), salt(own.server(), context), own, context);
        }
    }

    private static String salt(PrincipalName name, AttackContext context) throws Exception {
        try (AttackerConnection connection = context.connect(Party.AS)) {
            return connection
                    .request(new PreAuthenticationReq(name), PreAuthenticationRep.class)
                    .salt();
        }
    }

    private static Optional<Guess> guess(
            List<String> passphrases, String salt, CachedToken own, AttackContext context)
            throws BadSaltException {
        StringToKey passwords = context.config().profile().stringToKey();
        for (int tried = 0; tried < passphrases.size(); tried++) {
            String passphrase = passphrases.get(tried);
            SymmetricKey key = passwords.toKey("K_s", passphrase.toCharArray(), salt);
            if (opens(own, key, context)) {
                return Optional.of(new Guess(passphrase, tried + 1, key));
            }
        }
        return Optional.empty();
    }

    private static boolean opens(CachedToken own, SymmetricKey key, AttackContext context) {
        try {
            return context
                    .sealer()
                    .open(Token.PART, own.token(), key, Trace.NONE)
                    .client()
                    .equals(own.client());
        } catch (Refusal wrong) {
            return false;
        }
    }

    private static void narrateGuess(Guess found, AttackContext context) throws BadSaltException {
        StringToKey passwords = context.config().profile().stringToKey();
        String first = PASSPHRASES.get(0);
        context
                .narration()
                .verbatim(List.of(
                        line(new Guess(first, 1, passwords.toKey("K_s", first.toCharArray(), "")), "does not open it"),
                        "...",
                        line(found, "opens it")));
    }

    private static String line(Guess guess, String result) {
        return "%4d %-16s %s %s"
                .formatted(
                        guess.number(),
                        guess.passphrase(),
                        AesBlocks.of(guess.key().exposeMaterial()).block(0).toHex(),
                        result);
    }

    private static Outcome forgeAndUseToken(
            SymmetricKey key, KerberosUser victim, SecretNote note, AttackContext context) throws Exception {
        context
                .narration()
                .step("The attacker makes a token for " + victim + " with it, and asks the service for her note.");
        CachedToken forged = Forgery.forgeToken(victim, context.config().serviceName(), key, context);
        return context.attemptAndNarrate(() -> Forgery.readNote(forged, note, context));
    }
}
