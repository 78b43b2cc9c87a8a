package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.client.credential.CredentialCache;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass logout}. */
@Command(
        name = "logout",
        description = "Delete your ticket, tokens and sessions.",
        footer = {"", "Example:", "  hallpass logout"})
public final class LogoutCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ClientOptions options = new ClientOptions();

    public LogoutCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        CredentialCache cache = options.cache(options.realm(environment), environment);
        environment.terminal().printLine(cache.wipe() ? "Logged out." : "There were no credentials to delete.");
        return 0;
    }
}
