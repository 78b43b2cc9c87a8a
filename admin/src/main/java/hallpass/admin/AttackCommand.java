package hallpass.admin;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands for {@code hallpass attack}, which starts servers and so is in another jar: this one knows none. */
@Command(name = "attack", description = "Break a throw-away realm, and see which guard stops it.")
final class AttackCommand implements Callable<Integer> {
    @Unmatched
    @SuppressWarnings("UnusedVariable") // taken, so that the one sentence is about where attacks are
    private String[] arguments = {};

    @Override
    public Integer call() throws Failure {
        throw new Failure(
                ExitCode.USAGE, "attacks are not in admin.jar", "run scripts/hallpass attack, or attack.jar beside it");
    }
}
