package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.NameArguments;
import hallpass.cli.PasswordInput;
import hallpass.client.ClientSettings;
import hallpass.config.ClientCertificateFiles;
import hallpass.config.PemFiles;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.ClientProof;
import hallpass.trace.TerminalStyle;
import hallpass.trace.TraceFormatter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass demo}. */
@Command(
        name = "demo",
        description = "Run both protocols from end to end, and trace every step.",
        footer = {
            "",
            "The demonstration changes the user's password, and leaves no other trace.",
            "",
            "Examples:",
            "  hallpass demo",
            "  printf '%%s\\n%%s\\n' \"$$OLD\" \"$$NEW\" | hallpass demo --password-stdin"
        })
public final class DemoCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Option(names = "--user", paramLabel = "NAME", description = "The user; default: ${DEFAULT-VALUE}.")
    private String name = "alice";

    @Option(
            names = "--password-stdin",
            description =
                    "Read both passwords from standard input: the old one, then the new one, one line of UTF-8 each.")
    private boolean passwordStdin;

    @Option(
            names = "--pause",
            paramLabel = "FILE",
            description = "Create this file in the middle, and wait until it is deleted, so that a script can change"
                    + " the servers.")
    private Optional<Path> pause = Optional.empty();

    public DemoCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        PrincipalName user = NameArguments.user(name, realm.config());
        ClientProof proof =
                ClientCertificateFiles.readProof(realm, realm.config().pkiClientName());
        CertificateValidator certificateValidator =
                PemFiles.readTrustedValidator(realm.authorityCertificate(Party.CLIENT));
        options.verbose = true;
        ClientSettings settings = options.clientSettings(realm, environment, false);
        DemoSteps steps = new DemoSteps(this::printLine);
        PasswordInput passwords = new PasswordInput(environment.terminal(), passwordStdin);
        try (TemporaryCredentialCache temporary =
                        TemporaryCredentialCache.create(realm.config().realm());
                ReusablePassword oldPassword = new ReusablePassword(passwords.next("Password of " + user + ": "));
                ReusablePassword newPassword =
                        new ReusablePassword(passwords.nextNew("New password of " + user + ": "))) {
            Demo demo = new Demo(settings, user, temporary.cache(), steps, this::printLine);
            demo.runKerberos(oldPassword, newPassword, new PauseFile(pause));
            demo.runPki(certificateValidator, proof);
        }
        printSummary(steps);
        return steps.exit().number();
    }

    /** Prints with the prefix of the client, because servers may share the terminal. */
    private void printLine(String text) {
        if (text.isEmpty()) {
            environment.terminal().printLine("");
        } else {
            new TraceFormatter(Party.CLIENT, style()).line(text).forEach(environment.terminal()::printLine);
        }
    }

    private TerminalStyle style() {
        return environment.terminal().style();
    }

    private void printSummary(DemoSteps steps) {
        printLine("");
        for (DemoSteps.StepResult step : steps.results()) {
            printLine((step.failure().isEmpty() ? style().success() : style().failure()) + " " + step.title());
        }
        printLine(
                steps.exit() == ExitCode.OK
                        ? "All " + steps.results().size() + " steps succeeded."
                        : "The demonstration failed.");
    }
}
