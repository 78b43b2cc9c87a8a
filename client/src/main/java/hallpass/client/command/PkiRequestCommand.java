package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.Failure;
import hallpass.client.PkiClient;
import hallpass.client.credential.CacheProblem;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.Wallet;
import hallpass.message.PrincipalName;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hallpass pki request}. */
@Command(
        name = "request",
        description = "Ask the server under the session that registering gave (P7, P8).",
        footer = {
            "",
            "Examples:",
            "  hallpass pki request memo",
            "  hallpass pki request resources",
            "  hallpass pki request notes list --as ID-Client2"
        })
final class PkiRequestCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private RequestParameters wanted = new RequestParameters();

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "The name you registered; that of realm.toml unless given, or your only one.")
    private Optional<String> name = Optional.empty();

    PkiRequestCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, CacheProblem, RealmProblem {
        RealmFolder realm = options.realm(environment);
        String request = wanted.request();
        Wallet wallet = options.cache(realm, environment).read();
        HeldSession session = session(wallet, realm.config().pkiClientName());
        ClientSetting setting = options.setting(realm, environment, json.wanted);
        String data = new PkiClient(setting).request(session, request);
        new Answer(session, request, data).print(json, environment.terminal());
        return 0;
    }

    private HeldSession session(Wallet wallet, PrincipalName usual) throws Failure {
        if (name.isPresent()) {
            PrincipalName client = Names.pki(name.get());
            return wallet.session(client).orElseThrow(() -> Failure.notRegistered(client));
        }
        Optional<HeldSession> only =
                wallet.sessions().size() == 1 ? Optional.of(wallet.sessions().get(0)) : Optional.empty();
        return wallet.session(usual).or(() -> only).orElseThrow(() -> Failure.notRegistered(usual));
    }
}
