package hallpass.cli.client;

import hallpass.cli.CommandException;
import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.PkiClient;
import hallpass.client.ServiceSession;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.CredentialCacheException;
import hallpass.console.ExitCode;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.ClientProof;
import java.util.function.Consumer;

/**
 * Runs both protocols: the user in the Kerberos realm, then a client at the PKI application server.
 */
final class Demo {
    private static final String MEMO = "memo";

    private final ClientSettings settings;
    private final PrincipalName user;
    private final CredentialCache cache;
    private final DemoSteps steps;
    private final Consumer<String> output;
    private final KerberosClient kerberos;
    private final PkiClient pki;

    Demo(ClientSettings settings, PrincipalName user, CredentialCache cache, DemoSteps steps, Consumer<String> output) {
        this.settings = settings;
        this.user = user;
        this.cache = cache;
        this.steps = steps;
        this.output = output;
        this.kerberos = new KerberosClient(settings);
        this.pki = new PkiClient(settings);
    }

    void runKerberos(ReusablePassword oldPassword, ReusablePassword newPassword, PauseFile pauseFile) {
        steps.runSection(() -> {
            PrincipalName service = settings.config().serviceName();
            CachedTicket ticket = steps.runStep(user + " logs in (K1, K2)", () -> login(oldPassword));
            CachedToken token = steps.runStep(
                    user + " gets a token for " + service + " (K3, K4)", () -> requestToken(ticket, service));
            try (ServiceSession session = steps.runStep(
                    user + " and the service authenticate each other (K5, K6)", () -> kerberos.openSession(token))) {
                steps.runStep(user + " reads the memo (K7, K8)", () -> showMemo(session.request(MEMO)));
            }
            steps.pause(pauseFile::await);
            steps.runStep(
                    user + " changes the key (K1 to K4, then K9, K10)", () -> updateKey(oldPassword, newPassword));
            steps.runStep("the old password is refused", () -> requireRefused(oldPassword));
            steps.runStep("the new password is accepted", () -> login(newPassword));
        });
    }

    void runPki(CertificateValidator certificateValidator, ClientProof proof) {
        steps.runSection(() -> {
            PrincipalName client = settings.config().pkiClientName();
            CachedSession session = steps.runStep(
                    client + " registers with " + settings.config().serverName() + " (P3 to P6)",
                    () -> register(client, certificateValidator, proof));
            steps.runStep(client + " reads the memo (P7, P8)", () -> showMemo(pki.request(session, MEMO)));
        });
    }

    private CachedTicket login(ReusablePassword password) throws ClientException, CredentialCacheException {
        CachedTicket ticket = kerberos.login(user, password);
        cache.update(kept -> kept.with(ticket));
        return ticket;
    }

    private CachedToken requestToken(CachedTicket ticket, PrincipalName service)
            throws ClientException, CredentialCacheException {
        CachedToken token = kerberos.requestToken(ticket, service);
        cache.update(kept -> kept.with(token, ticket));
        return token;
    }

    private int updateKey(ReusablePassword oldPassword, ReusablePassword newPassword)
            throws ClientException, CommandException {
        if (oldPassword.isSameAs(newPassword)) {
            throw new CommandException(ExitCode.USAGE, "the new password equals the old one", "choose another one");
        }
        int version = kerberos.updateKey(user, oldPassword, newPassword);
        output.accept("The key of " + user + " now has version " + version + ".");
        return version;
    }

    private ClientException requireRefused(ReusablePassword oldPassword) throws ClientException, CommandException {
        try {
            kerberos.login(user, oldPassword);
        } catch (ClientException failure) {
            if (ErrorTable.explain(failure).exit() == ExitCode.REFUSED) {
                output.accept("Refused, as expected.");
                return failure;
            }
            throw failure;
        }
        throw new CommandException(ExitCode.PROTOCOL, "the old password still works", "check the log of as");
    }

    private CachedSession register(PrincipalName client, CertificateValidator certificateValidator, ClientProof proof)
            throws ClientException, CredentialCacheException {
        output.accept("P1 and P2 passed between app and ca when app registered.");
        CachedSession session = pki.register(client, certificateValidator, proof);
        cache.update(kept -> kept.with(session));
        return session;
    }

    private String showMemo(String data) {
        output.accept("The memo says: " + data);
        return data;
    }
}
