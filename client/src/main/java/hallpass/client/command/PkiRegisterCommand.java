package hallpass.client.command;

import hallpass.client.ClientSetting;
import hallpass.client.Clocks;
import hallpass.client.Failure;
import hallpass.client.PkiClient;
import hallpass.client.credential.CacheProblem;
import hallpass.client.credential.HeldSession;
import hallpass.message.PrincipalName;
import hallpass.realm.ClientCertificateFiles;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
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
        description = "Check the server's certificate and register with it (P3 to P6).",
        footer = {"", "Examples:", "  hallpass pki register", "  hallpass pki register ID-Client2 --verbose"})
final class PkiRegisterCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Your name there; that of realm.toml unless given.")
    private Optional<String> name = Optional.empty();

    PkiRegisterCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Failure, CacheProblem, RealmProblem {
        RealmFolder realm = options.realm(environment);
        PrincipalName client =
                name.isPresent() ? Names.pki(name.get()) : realm.config().pkiClientName();
        ClientSetting setting = options.setting(realm, environment, json.wanted);
        HeldSession session = new PkiClient(setting)
                .register(
                        client,
                        PemFiles.trusting(realm.authorityCertificate(Party.CLIENT)),
                        ClientCertificateFiles.proof(realm, client));
        options.cache(realm, environment).renew(kept -> kept.with(session));
        tell(session, setting);
        return 0;
    }

    private void tell(HeldSession session, ClientSetting setting) {
        if (json.wanted) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("client", session.client().text());
            answer.put("server", session.server().text());
            answer.put("until", session.expiresAt().toString());
            json.print(answer, environment.terminal());
            return;
        }
        Duration left = Duration.between(setting.clock().instant(), session.expiresAt());
        environment
                .terminal()
                .line("Registered with " + session.server() + " as " + session.client() + " for " + Clocks.shown(left)
                        + ", until " + Clocks.shown(session.expiresAt()) + ".");
    }
}
