package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.JsonOption;
import hallpass.cli.NameArguments;
import hallpass.client.ClientSettings;
import hallpass.client.PkiClient;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.Credentials;
import hallpass.config.RealmConfig;
import hallpass.config.RealmFolder;
import hallpass.message.PrincipalName;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass pki request}. */
@Command(
        name = "request",
        description = "Send a request in the session of a registration (P7, P8).",
        footer = {
            "",
            "Examples:",
            "  hallpass pki request memo",
            "  hallpass pki request resources",
            "  hallpass pki request notes list --as ID-Client2"
        })
public final class PkiRequestCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ResourceParameters resourceParameters = new ResourceParameters();

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Your client name; default: the one in realm.toml, or the only session.")
    private Optional<String> name = Optional.empty();

    public PkiRequestCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        RealmFolder realm = options.realm(environment);
        String request = resourceParameters.request();
        Credentials credentials = options.cache(realm, environment).read();
        CachedSession session = session(credentials, realm.config());
        ClientSettings settings = options.clientSettings(realm, environment, json.requested);
        String data = new PkiClient(settings).request(session, request);
        new ResourceReply(session, request, data).print(json, environment.terminal());
        return 0;
    }

    private CachedSession session(Credentials credentials, RealmConfig realm) throws CommandException {
        PrincipalName defaultClient = realm.pkiClientName();
        if (name.isPresent()) {
            PrincipalName client = NameArguments.pki(name.get(), realm);
            return credentials.session(client).orElseThrow(() -> CommandException.notRegistered(client));
        }
        Optional<CachedSession> only = credentials.sessions().size() == 1
                ? Optional.of(credentials.sessions().get(0))
                : Optional.empty();
        return credentials
                .session(defaultClient)
                .or(() -> only)
                .orElseThrow(() -> CommandException.notRegistered(defaultClient));
    }
}
