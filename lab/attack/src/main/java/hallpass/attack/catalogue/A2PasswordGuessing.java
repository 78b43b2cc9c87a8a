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
import java.util.Optional;

/** The AS gives everybody something that is sealed with anybody's password. */
public final class A2PasswordGuessing implements Attack {
    private final List<String> names;
    private final String password;

    public A2PasswordGuessing() {
        this(List.of("carol", "dave"), "monkey");
    }

    /** @param password of the first of them */
    private A2PasswordGuessing(List<String> names, String password) {
        this.names = names;
        this.password = password;
    }

    @Override
    public AttackDescription description() {
        return new AttackDescription(
                "A2",
                "password guessing on AS-REP",
                "The AS answers K1 for anybody's name with a part that is sealed under that person's key, and the key "
                        + "is made of the password. So whoever asks has something to try a list of words on, at home, "
                        + "as fast as a machine can hash, without the realm seeing a single wrong password.",
                List.of("nothing but names, and a list of words"),
                List.of(References.BELLOVIN_MERRITT, References.RFC_4120_10, "MITRE ATT&CK T1558.004, AS-REP roasting"),
                Defences.of(Guard.PREAUTH, "24 as").hardened("24 as"));
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "salted-kdf does not stop it. It makes each guess as slow as 600,000 hashes, and guesses at one user's "
                        + "password of no use for another's.",
                "preauth gives nothing to guess with, neither to who asks nor to who listens; who guesses must ask the "
                        + "AS each time.");
    }

    @Override
    public List<NegativeControl> negativeControls() {
        return List.of(new NegativeControl(
                "a password that is in no list",
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
        context
                .narration()
                .step("The attacker asks the AS for tickets of " + String.join(", ", names) + ", with no password.");
        return context.attempt(() -> guessPasswords(note, context));
    }

    private Outcome guessPasswords(SecretNote note, AttackContext context) throws Exception {
        PasswordGuesser guesser = new PasswordGuesser(context);
        for (String name : names) {
            Optional<KerberosUser> guessed = guesser.guess(name);
            String found = guessed.map(user -> "the password is " + user.password())
                    .orElse("none of " + PasswordGuesser.PASSWORDS.size() + " words");
            context.narration().verbatim(List.of("%-8s %s".formatted(name, found)));
            if (guessed.isPresent()) {
                return logIn(guessed.get(), note, context);
            }
        }
        return Outcome.noEffect("no password is in the list");
    }

    private static Outcome logIn(KerberosUser guessed, SecretNote note, AttackContext context) throws Exception {
        context.narration().step("The attacker logs in as " + guessed + " with it.");
        return note.outcomeOf("the service", guessed.request(SecretNote.READ_REQUEST));
    }
}
