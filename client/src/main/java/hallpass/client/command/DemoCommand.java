package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.credential.CacheProblem;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.ClientProof;
import hallpass.realm.ClientCertificateFiles;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Story;
import hallpass.trace.Style;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass demo}. */
@Command(
        name = "demo",
        description = "Play both protocols from end to end against the servers, and tell the story.",
        footer = {
            "",
            "It changes the user's password from the old one to the new one, and keeps nothing else.",
            "",
            "Examples:",
            "  hallpass demo",
            "  printf '%%s\\n%%s\\n' \"$$OLD\" \"$$NEW\" | hallpass demo --password-stdin"
        })
final class DemoCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Option(names = "--user", paramLabel = "NAME", description = "Who plays; ${DEFAULT-VALUE} unless given.")
    private String name = "alice";

    @Option(
            names = "--password-stdin",
            description =
                    "Read both passwords from standard input: the old one, then the new one, a line of UTF-8 each.")
    private boolean passwordStdin;

    @Option(
            names = "--pause",
            paramLabel = "FILE",
            description = "In the middle, make this file and wait until it is removed: for scripts that then do"
                    + " something to the servers.")
    private Optional<Path> pause = Optional.empty();

    DemoCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, CacheProblem, RealmProblem {
        RealmFolder realm = options.realm(environment);
        PrincipalName user = Names.user(name);
        ClientProof proof = ClientCertificateFiles.proof(realm, realm.config().pkiClientName());
        CertificateCheck check = PemFiles.trusting(realm.authorityCertificate(Party.CLIENT));
        options.verbose = true;
        ClientSetting setting = options.setting(realm, environment, false);
        Playbill playbill = new Playbill(this::narrate);
        Passwords passwords = new Passwords(environment.terminal(), passwordStdin);
        try (TemporaryCache temporary = TemporaryCache.create(realm.config().realm());
                Remembered old = new Remembered(passwords.next("Password of " + user + ": "));
                Remembered replacement = new Remembered(passwords.nextNew("New password of " + user + ": "))) {
            Demo demo = new Demo(setting, user, temporary.cache(), playbill, this::narrate);
            demo.playKerberos(old, replacement, new Intermission(pause));
            demo.playPki(check, proof);
        }
        sumUp(playbill);
        return playbill.exit().number();
    }

    /** In lines of the client's own, so that they can be told from those of servers in the same terminal. */
    private void narrate(String text) {
        if (text.isEmpty()) {
            environment.terminal().line("");
        } else {
            new Story(Party.CLIENT, style()).line(text).forEach(environment.terminal()::line);
        }
    }

    private Style style() {
        return environment.terminal().style();
    }

    private void sumUp(Playbill playbill) {
        narrate("");
        for (Playbill.Played act : playbill.played()) {
            narrate((act.failure().isEmpty() ? style().good() : style().bad()) + " " + act.title());
        }
        narrate(
                playbill.exit() == ExitCode.OK
                        ? "All " + playbill.played().size() + " acts succeeded."
                        : "The demonstration failed.");
    }
}
