package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.JsonOption;
import hallpass.cli.NameArguments;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.CredentialCacheException;
import hallpass.client.credential.Credentials;
import hallpass.config.RealmFolder;
import hallpass.message.PrincipalName;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass request}. */
@Command(
        name = "request",
        description = "Send a request to the service, with a new or cached token (K3 to K8).",
        footer = {
            "",
            "Examples:",
            "  hallpass request resources",
            "  hallpass request memo",
            "  hallpass request memo --verbose",
            "  hallpass request notes put shopping bread and milk",
            "  hallpass request notes get shopping"
        })
public final class RequestCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ResourceParameters resourceParameters = new ResourceParameters();

    @Option(names = "--service", paramLabel = "NAME", description = "The service; default: the one in realm.toml.")
    private Optional<String> service = Optional.empty();

    public RequestCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        String request = resourceParameters.request();
        PrincipalName name = service.isPresent()
                ? NameArguments.service(service.get(), realm.config())
                : realm.config().serviceName();
        ClientSettings settings = options.clientSettings(realm, environment, json.requested);
        KerberosClient client = new KerberosClient(settings);
        CachedToken token = token(client, name, settings, options.cache(realm, environment));
        String data = client.request(token, request);
        new ResourceReply(token, request, data).print(json, environment.terminal());
        return 0;
    }

    /** Returns the cached token, or requests a new one and caches it. */
    private static CachedToken token(
            KerberosClient client, PrincipalName service, ClientSettings settings, CredentialCache cache)
            throws ClientException, CommandException, CredentialCacheException {
        Credentials credentials = cache.read();
        CachedTicket ticket = credentials.ticket().orElseThrow(CommandException::notLoggedIn);
        Instant now = settings.clock().instant();
        Optional<CachedToken> kept = credentials.validAt(now).token(service);
        if (kept.isPresent()) {
            return kept.get();
        }
        CachedToken token = client.requestToken(ticket, service);
        cache.update(current -> current.with(token, ticket));
        return token;
    }
}
