package hallpass.attack.catalogue;

import hallpass.attack.AesBlocks;
import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.AttackerConnection;
import hallpass.attack.Defences;
import hallpass.attack.Forgery;
import hallpass.attack.KerberosUser;
import hallpass.attack.Narration;
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
import java.util.Locale;
import java.util.Optional;

/** Guesses a service's passphrase offline against a token, which the TGS issues to every user. */
public final class A3ServiceKeyGuessing implements Attack {
    /** All guesses, in the order of the trials. */
    private static final List<String> PASSPHRASES = GuessablePassphrases.WORDS.stream()
            .flatMap(first -> GuessablePassphrases.WORDS.stream().map(second -> first + "-" + second))
            .toList();

    /**
     * Number of guesses with salted-kdf, at 600,000 hashes each; all would take fifteen minutes.
     */
    private static final int SLOW_TRIES = 4;

    private final Optional<PrincipalName> service;

    public A3ServiceKeyGuessing() {
        this(Optional.empty());
    }

    /** @param service a service other than the realm's, with a random key */
    private A3ServiceKeyGuessing(Optional<PrincipalName> service) {
        this.service = service;
    }

    private record Guess(String passphrase, int number, SymmetricKey key) {}

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A3",
                "guessing a service's passphrase",
                "The TGS issues a token for any service to any user, encrypted under the service's "
                        + "key. If an administrator derived that key from a passphrase, the attacker can test "
                        + "a word list against the token offline. Anyone who finds the passphrase can forge "
                        + "tokens for this service in any user's name.",
                List.of("any account", "a service whose key was derived from a passphrase in a word list"),
                List.of("MITRE ATT&CK T1558.003, Kerberoasting", References.BELLOVIN_MERRITT),
                Defences.of(Guard.RANDOM_SERVICE_KEYS, "nothing")
                        .and(Guard.SALTED_KDF, "6 as")
                        .hardened("nothing"));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "With random-service-keys there is no passphrase to guess.",
                "salted-kdf stops the attack here because the attacker cannot obtain the salt: K12 "
                        + "carries only the salts of users, and a service reads its key from a file. An "
                        + "attacker who reads the salt in the KDC's store, or in a copy of it, can guess "
                        + "again; 4096 passphrases of 600,000 hashes each then take one processor fifteen "
                        + "minutes. A salt does not make a passphrase from a short list safe.");
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
        Narration narration = context.narration();
        PrincipalName target = service.orElse(context.config().serviceName());
        if (service.isPresent()) {
            context.lab().addService(target);
        }
        KerberosUser victim = context.user("alice");
        KerberosUser attacker = context.user("mallory");
        narration.step("alice stores a note at the service.");
        SecretNote note = victim.storeNote(context);

        narration.step(attacker + ", who has an account, requests a token for " + target + ".");
        CachedToken ownToken = attacker.client().requestToken(attacker.login(), target);
        AesBlocks sealed = new AesBlocks(ownToken.token().ciphertext());
        narration.paragraph("The token has " + sealed.bytes().size() + " bytes, encrypted under the key of " + target
                + ". The realm sees nothing else of this attack.");

        narration.step("Offline, the attacker tests passphrases of two words, " + PASSPHRASES.size()
                + " in all. The right one decrypts the token, which then names " + attacker + ".");
        return context.attempt(() -> {
            Optional<Guess> guess = guess(ownToken, context);
            if (guess.isEmpty()) {
                return Outcome.noEffect("no tested passphrase decrypts the token");
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
            context.narration()
                    .step("Keys in this realm are salted. The attacker asks the AS for the salt of " + own.server()
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

    private static Optional<Guess> guess(List<String> passphrases, String salt, CachedToken own, AttackContext context)
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
            return context.sealer()
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
        context.narration()
                .verbatim(List.of(
                        line(
                                new Guess(first, 1, passwords.toKey("K_s", first.toCharArray(), "")),
                                "does not decrypt it"),
                        "...",
                        line(found, "decrypts it")));
    }

    private static String line(Guess guess, String result) {
        return String.format(
                Locale.ROOT,
                "%4d %-16s %s %s",
                guess.number(),
                guess.passphrase(),
                AesBlocks.of(guess.key().exposeMaterial()).block(0).toHex(),
                result);
    }

    private static Outcome forgeAndUseToken(
            SymmetricKey key, KerberosUser victim, SecretNote note, AttackContext context) throws Exception {
        context.narration().step("The attacker forges a token for " + victim + " under this key and reads her note.");
        CachedToken forged = Forgery.forgeToken(victim, context.config().serviceName(), key, context);
        return context.attemptAndNarrate(() -> Forgery.readNote(forged, note, context));
    }
}
