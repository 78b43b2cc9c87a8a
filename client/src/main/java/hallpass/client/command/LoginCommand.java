package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.Clocks;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CacheProblem;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.HeldTicket;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
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
final class LoginCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name = "";

    @Option(names = "--password-stdin", description = "Read the password from standard input, one line of UTF-8.")
    private boolean passwordStdin;

    LoginCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, CacheProblem, RealmProblem {
        RealmFolder realm = options.realm(environment);
        PrincipalName user = Names.user(name);
        ClientSetting setting = options.setting(realm, environment, json.wanted);
        Passwords passwords = new Passwords(environment.terminal(), passwordStdin);
        HeldTicket ticket =
                new KerberosClient(setting).login(user, passwords.next("Password of " + user.text() + ": "));
        CredentialCache cache = options.cache(realm, environment);
        cache.renew(kept -> kept.with(ticket));
        tell(ticket, setting, cache);
        return 0;
    }

    private void tell(HeldTicket ticket, ClientSetting setting, CredentialCache cache) {
        if (json.wanted) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("client", ticket.client().text());
            answer.put("realm", setting.config().realm());
            answer.put("until", ticket.expiresAt().toString());
            answer.put("cache", cache.file().toString());
            json.print(answer, environment.terminal());
            return;
        }
        Duration left = Duration.between(setting.clock().instant(), ticket.expiresAt());
        environment
                .terminal()
                .line("Logged in as " + ticket.client() + " for " + Clocks.shown(left) + ", until "
                        + Clocks.shown(ticket.expiresAt()) + ".");
    }
}
