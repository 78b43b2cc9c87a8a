package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.AttackContext;
import hallpass.attack.AttackDescription;
import hallpass.attack.Defences;
import hallpass.attack.KerberosUser;
import hallpass.attack.Outcome;
import hallpass.attack.PasswordGuesser;
import hallpass.attack.References;
import hallpass.attack.SecretNote;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses passwords offline against AS replies, which the AS sends without pre-authentication. */
public final class A2PasswordGuessing implements Attack {
    private final List<String> names;
    private final String password;

    public A2PasswordGuessing() {
        this(List.of("carol", "dave"), "monkey");
    }

    /** @param password the password of the first name */
    private A2PasswordGuessing(List<String> names, String password) {
        this.names = names;
        this.password = password;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A2",
                "password guessing on AS-REP",
                "The AS answers a K1 for any name with a part encrypted under that user's key, and "
                        + "the key is derived from the password. An attacker can therefore request a reply and "
                        + "test a word list against it offline, as fast as the machine can hash. The realm "
                        + "never sees a wrong password.",
                List.of("user names and a word list"),
                List.of(References.BELLOVIN_MERRITT, References.RFC_4120_10, "MITRE ATT&CK T1558.004, AS-REP roasting"),
                Defences.of(Guard.PREAUTH, "24 as").hardened("24 as"));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "salted-kdf does not stop the attack. It makes each guess as slow as 600,000 hashes, "
                        + "and a guess at one user's password is useless for another user.",
                "With preauth, neither a requester nor an eavesdropper gets anything to test guesses "
                        + "against; each guess needs a request to the AS.");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a password that is not in the word list",
                new A2PasswordGuessing(List.of("erin"), "correct horse battery staple"),
                "nothing"));
    }

    @Override
    public Outcome run(AttackContext context) throws Exception {
        String weak = names.get(0);
        for (String name : names.subList(1, names.size())) {
            context.user(name);
        }
        KerberosUser victim = context.user(weak, password);
        SecretNote note = victim.storeNote(context);
        context.narration()
                .step("The attacker requests tickets for " + String.join(", ", names)
                        + " from the AS, without a password.");
        return context.attempt(() -> guessPasswords(note, context));
    }

    private Outcome guessPasswords(SecretNote note, AttackContext context) throws Exception {
        PasswordGuesser guesser = new PasswordGuesser(context);
        for (String name : names) {
            Optional<KerberosUser> guessed = guesser.guess(name);
            String found = guessed.map(user -> "the password is " + user.password())
                    .orElse("none of the " + PasswordGuesser.PASSWORDS.size() + " words");
            context.narration().verbatim(List.of(String.format(Locale.ROOT, "%-8s %s", name, found)));
            if (guessed.isPresent()) {
                return logIn(guessed.get(), note, context);
            }
        }
        return Outcome.noEffect("no password is in the word list");
    }

    private static Outcome logIn(KerberosUser guessed, SecretNote note, AttackContext context) throws Exception {
        context.narration().step("The attacker logs in as " + guessed + " with this password.");
        return note.outcomeOf("the service", guessed.request(SecretNote.READ_REQUEST));
    }
}
