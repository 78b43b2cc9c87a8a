package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.Failure;
import hallpass.client.KerberosClient;
import hallpass.client.credential.CacheProblem;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.client.credential.Wallet;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass request}. */
@Command(
        name = "request",
        description = "Ask the service, with a token that is got or reused (K3 to K8).",
        footer = {
            "",
            "Examples:",
            "  hallpass request resources",
            "  hallpass request memo",
            "  hallpass request memo --verbose",
            "  hallpass request notes put shopping bread and milk",
            "  hallpass request notes get shopping"
        })
final class RequestCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private RequestParameters wanted = new RequestParameters();

    @Option(names = "--service", paramLabel = "NAME", description = "The service; that of realm.toml unless given.")
    private Optional<String> service = Optional.empty();

    RequestCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, CacheProblem, RealmProblem {
        RealmFolder realm = options.realm(environment);
        String request = wanted.request();
        PrincipalName name = service.isPresent()
                ? Names.service(service.get())
                : realm.config().serviceName();
        ClientSetting setting = options.setting(realm, environment, json.wanted);
        KerberosClient client = new KerberosClient(setting);
        HeldToken token = token(client, name, setting, options.cache(realm, environment));
        String data = client.request(token, request);
        new Answer(token, request, data).print(json, environment.terminal());
        return 0;
    }

    /** One from an earlier request, if it is still good; else a new one, kept for the next request. */
    private static HeldToken token(
            KerberosClient client, PrincipalName service, ClientSetting setting, CredentialCache cache)
            throws Failure, CacheProblem {
        Wallet wallet = cache.read();
        HeldTicket ticket = wallet.ticket().orElseThrow(Failure::notLoggedIn);
        Instant now = setting.clock().instant();
        Optional<HeldToken> kept = wallet.goodAt(now).token(service);
        if (kept.isPresent()) {
            return kept.get();
        }
        HeldToken token = client.token(ticket, service);
        cache.update(current -> current.with(token, ticket));
        return token;
    }
}
