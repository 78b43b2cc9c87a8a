package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HumanTime;
import hallpass.cli.JsonOption;
import hallpass.cli.NameArguments;
import hallpass.cli.PasswordInput;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CredentialCache;
import hallpass.config.RealmFolder;
import hallpass.message.PrincipalName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hallpass login}. */
@Command(
        name = "login",
        description = "Log in: get a ticket-granting ticket from the AS (K1, K2).",
        footer = {
            "",
            "Examples:",
            "  hallpass login alice",
            "  hallpass login alice --verbose",
            "  printf '%%s\\n' \"$$PASSWORD\" | hallpass login alice --password-stdin"
        })
public final class LoginCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name = "";

    @Option(names = "--password-stdin", description = "Read the password from standard input, one line of UTF-8.")
    private boolean passwordStdin;

    public LoginCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        PrincipalName user = NameArguments.user(name, realm.config());
        ClientSettings settings = options.clientSettings(realm, environment, json.requested);
        PasswordInput passwords = new PasswordInput(environment.terminal(), passwordStdin);
        CredentialCache cache = options.cache(realm, environment);
        cache.requireWritable();
        CachedTicket ticket =
                new KerberosClient(settings).login(user, passwords.next("Password of " + user.text() + ": "));
        cache.updateOrReplace(kept -> kept.with(ticket));
        printResult(ticket, settings, cache);
        return 0;
    }

    private void printResult(CachedTicket ticket, ClientSettings settings, CredentialCache cache) {
        if (json.requested) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("client", ticket.client().text());
            answer.put("realm", settings.config().realm());
            answer.put("until", ticket.expiresAt().toString());
            answer.put("cache", cache.file().toString());
            json.print(answer, environment.terminal());
            return;
        }
        Duration left = Duration.between(settings.clock().instant(), ticket.expiresAt());
        environment
                .terminal()
                .printLine("Logged in as " + ticket.client() + " for " + HumanTime.format(left) + ", until "
                        + HumanTime.format(ticket.expiresAt()) + ".");
    }
}
