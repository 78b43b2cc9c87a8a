package hallpass.client.violation;

import hallpass.runtime.RunningServer;

/** A fault on purpose: a client that runs a server. */
public record ClientDependsOnRuntime(RunningServer server) {}
