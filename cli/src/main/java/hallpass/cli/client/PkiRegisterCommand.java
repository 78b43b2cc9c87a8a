package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HumanTime;
import hallpass.cli.JsonOption;
import hallpass.cli.NameArguments;
import hallpass.client.ClientSettings;
import hallpass.client.PkiClient;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CredentialCache;
import hallpass.config.ClientCertificateFiles;
import hallpass.config.PemFiles;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hallpass pki register}. */
@Command(
        name = "register",
        description = "Validate the server's certificate, and register (P3 to P6).",
        footer = {"", "Examples:", "  hallpass pki register", "  hallpass pki register ID-Client2 --verbose"})
public final class PkiRegisterCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Your client name; default: the one in realm.toml.")
    private Optional<String> name = Optional.empty();

    public PkiRegisterCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        PrincipalName client = name.isPresent()
                ? NameArguments.pki(name.get(), realm.config())
                : realm.config().pkiClientName();
        ClientSettings settings = options.clientSettings(realm, environment, json.requested);
        CredentialCache cache = options.cache(realm, environment);
        cache.requireWritable();
        CachedSession session = new PkiClient(settings)
                .register(
                        client,
                        PemFiles.readTrustedValidator(realm.authorityCertificate(Party.CLIENT)),
                        ClientCertificateFiles.readProof(realm, client));
        cache.updateOrReplace(kept -> kept.with(session));
        printResult(session, settings);
        return 0;
    }

    private void printResult(CachedSession session, ClientSettings settings) {
        if (json.requested) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("client", session.client().text());
            answer.put("server", session.server().text());
            answer.put("until", session.expiresAt().toString());
            json.print(answer, environment.terminal());
            return;
        }
        Duration left = Duration.between(settings.clock().instant(), session.expiresAt());
        environment
                .terminal()
                .printLine("Registered with " + session.server() + " as " + session.client() + " for "
                        + HumanTime.format(left) + ", until " + HumanTime.format(session.expiresAt()) + ".");
    }
}
