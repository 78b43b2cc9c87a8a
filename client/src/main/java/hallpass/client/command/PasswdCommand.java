package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CacheProblem;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.HeldTicket;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
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
            "The old password stops working at once. What you hold already stays good until it expires.",
            "",
            "Examples:",
            "  hallpass passwd",
            "  hallpass passwd alice",
            "  printf '%%s\\n%%s\\n' \"$$OLD\" \"$$NEW\" | hallpass passwd alice --password-stdin"
        })
final class PasswdCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The user; the one who is logged in unless given.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--password-stdin",
            description =
                    "Read both passwords from standard input: the old one, then the new one, a line of UTF-8 each.")
    private boolean passwordStdin;

    PasswdCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, CacheProblem, RealmProblem {
        RealmFolder realm = options.realm(environment);
        PrincipalName user = name.isPresent() ? Names.user(name.get()) : loggedIn(options.cache(realm, environment));
        ClientSetting setting = options.setting(realm, environment, json.wanted);
        Passwords passwords = new Passwords(environment.terminal(), passwordStdin);
        int version = new KerberosClient(setting)
                .updateKey(
                        user,
                        passwords.next("Old password of " + user + ": "),
                        passwords.nextNew("New password of " + user + ": "));
        tell(user, version);
        return 0;
    }

    private static PrincipalName loggedIn(CredentialCache cache) throws CacheProblem, Failure {
        return cache.read().ticket().map(HeldTicket::client).orElseThrow(Failure::notLoggedIn);
    }

    private void tell(PrincipalName user, int version) {
        Terminal terminal = environment.terminal();
        if (json.wanted) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("client", user.text());
            answer.put("version", version);
            json.print(answer, terminal);
            return;
        }
        terminal.line("The password of " + user + " is changed; the key has version " + version + " now.");
        terminal.line("Tickets and tokens from before stay good until they expire.");
    }
}
