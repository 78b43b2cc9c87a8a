package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.JsonOption;
import hallpass.cli.NameArguments;
import hallpass.cli.PasswordInput;
import hallpass.cli.Terminal;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.CredentialCacheException;
import hallpass.config.RealmFolder;
import hallpass.message.PrincipalName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass passwd}. */
@Command(
        name = "passwd",
        description = "Change a password: log in with the old one, then update the key (K9, K10).",
        footer = {
            "",
            "The old password stops working at once. Present tickets and tokens stay valid.",
            "",
            "Examples:",
            "  hallpass passwd",
            "  hallpass passwd alice",
            "  printf '%%s\\n%%s\\n' \"$$OLD\" \"$$NEW\" | hallpass passwd alice --password-stdin"
        })
public final class PasswdCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The user; default: the user who is logged in.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--password-stdin",
            description =
                    "Read both passwords from standard input: the old one, then the new one, one line of UTF-8 each.")
    private boolean passwordStdin;

    public PasswdCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        PrincipalName user = name.isPresent()
                ? NameArguments.user(name.get(), realm.config())
                : loggedIn(options.cache(realm, environment));
        ClientSettings settings = options.clientSettings(realm, environment, json.requested);
        PasswordInput passwords = new PasswordInput(environment.terminal(), passwordStdin);
        int version = new KerberosClient(settings)
                .updateKey(
                        user,
                        passwords.next("Old password of " + user + ": "),
                        passwords.nextNew("New password of " + user + ": "));
        printResult(user, version);
        return 0;
    }

    private static PrincipalName loggedIn(CredentialCache cache) throws CredentialCacheException, CommandException {
        return cache.read().ticket().map(CachedTicket::client).orElseThrow(CommandException::notLoggedIn);
    }

    private void printResult(PrincipalName user, int version) {
        Terminal terminal = environment.terminal();
        if (json.requested) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("client", user.text());
            answer.put("version", version);
            json.print(answer, terminal);
            return;
        }
        terminal.printLine("Changed the password of " + user + "; the key has version " + version + ".");
        terminal.printLine("Present tickets and tokens stay valid until they expire.");
    }
}
