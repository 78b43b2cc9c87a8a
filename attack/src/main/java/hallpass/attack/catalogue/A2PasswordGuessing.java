package hallpass.attack.catalogue;

import hallpass.attack.Attack;
import hallpass.attack.Card;
import hallpass.attack.Guesser;
import hallpass.attack.Note;
import hallpass.attack.Outcome;
import hallpass.attack.Person;
import hallpass.attack.Sources;
import hallpass.attack.Stage;
import hallpass.protocol.Guard;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    public Card card() {
        return new Card(
                "A2",
                "password guessing on AS-REP",
                "The AS answers K1 for anybody's name with a part that is sealed under that person's key, and the key "
                        + "is made of the password. So whoever asks has something to try a list of words on, at home, "
                        + "as fast as a machine can hash, without the realm seeing a single wrong password.",
                List.of("nothing but names, and a list of words"),
                List.of(Sources.BELLOVIN_MERRITT, Sources.RFC_4120_10, "MITRE ATT&CK T1558.004, AS-REP roasting"),
                Set.of(Guard.PREAUTH));
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
    public List<Control> controls() {
        return List.of(new Control(
                "a password that is in no list",
                new A2PasswordGuessing(List.of("erin"), "correct horse battery staple"),
                "nothing"));
    }

    @Override
    public Outcome run(Stage stage) throws Exception {
        String weak = names.get(0);
        for (String name : names.subList(1, names.size())) {
            stage.person(name);
        }
        Person victim = stage.person(weak, password);
        Note note = victim.keepNote(stage);
        stage.tale()
                .step("The attacker asks the AS for tickets of " + String.join(", ", names) + ", with no password.");
        return stage.attempt(() -> harvest(note, stage));
    }

    private Outcome harvest(Note note, Stage stage) throws Exception {
        Guesser guesser = new Guesser(stage);
        for (String name : names) {
            Optional<Person> guessed = guesser.guess(name);
            String found = guessed.map(person -> "the password is " + person.password())
                    .orElse("none of " + Guesser.WORDS.size() + " words");
            stage.tale().show(List.of("%-8s %s".formatted(name, found)));
            if (guessed.isPresent()) {
                return use(guessed.get(), note, stage);
            }
        }
        return Outcome.nothing("no password is in the list");
    }

    private static Outcome use(Person guessed, Note note, Stage stage) throws Exception {
        stage.tale().step("The attacker logs in as " + guessed + " with it.");
        return note.outcome("the service", guessed.ask(Note.WANTED));
    }
}
