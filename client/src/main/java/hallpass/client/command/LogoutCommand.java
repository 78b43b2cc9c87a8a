package hallpass.client.command;

import hallpass.client.credential.CacheProblem;
import hallpass.client.credential.CredentialCache;
import hallpass.realm.RealmProblem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass logout}. */
@Command(
        name = "logout",
        description = "Wipe and remove the ticket, the tokens and the sessions that you hold.",
        footer = {"", "Example:", "  hallpass logout"})
final class LogoutCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private RealmOptions options = new RealmOptions();

    LogoutCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CacheProblem, RealmProblem {
        CredentialCache cache = options.cache(options.realm(environment), environment);
        environment.terminal().line(cache.wipe() ? "Logged out." : "There was nothing to log out from.");
        return 0;
    }
}
