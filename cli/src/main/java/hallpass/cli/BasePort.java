package hallpass.cli;

import hallpass.console.ExitCode;

/** Checks the option {@code --base-port} of commands that write the ports into a realm. */
public final class BasePort {
    private BasePort() {}

    /** Refuses 0, which means a free port for each server, because clients would not find them. */
    public static void requireFixed(int basePort) throws CommandException {
        if (basePort == 0) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--base-port 0 would give each server another free port at each start, which clients cannot find",
                    "use a port from 1, such as 8800");
        }
    }
}
